npm ci
npx cdktf synth