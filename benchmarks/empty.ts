import { App, TerraformStack } from "cdktf";

/** An empty stack: what the framework costs by itself. */
const app = new App();
new TerraformStack(app, "empty");
app.synth();
