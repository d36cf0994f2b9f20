import { App, TerraformStack } from "cdktf";

/** As many empty stacks as the first argument says: what the framework costs by itself. */
const app = new App();
for (let index = 0; index < Number(process.argv[2] ?? 1); index += 1) {
  new TerraformStack(app, `empty-${String(index)}`);
}
app.synth();
