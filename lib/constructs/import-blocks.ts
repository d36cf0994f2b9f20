import { TerraformElement, type TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/** A resource that is there already, and the id by which Terraform finds it. */
export interface TakenOver {
  readonly resource: TerraformResource;
  readonly id: string;
}

/**
 * `import` blocks. CDKTF's own `importFrom` would run `terraform version` for each of them, and so need Terraform where a
 * stack is only written.
 *
 * @see https://developer.hashicorp.com/terraform/language/import
 */
export class ImportBlocks extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly takenOver: readonly TakenOver[],
  ) {
    super(scope, id);
  }

  override toTerraform(): unknown {
    return { import: this.takenOver.map(({ resource, id }) => ({ to: addressOf(resource), id })) };
  }

  override toHclTerraform(): unknown {
    return {
      import: this.takenOver.map(({ resource, id }) => ({
        to: { value: addressOf(resource), type: "simple", storageClassType: "reference" },
        id: { value: id, type: "simple", storageClassType: "string" },
      })),
    };
  }
}

const addressOf = ({ terraformResourceType, friendlyUniqueId }: TerraformResource): string =>
  `${terraformResourceType}.${friendlyUniqueId}`;
