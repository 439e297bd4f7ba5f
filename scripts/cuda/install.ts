/** `make cuda`: puts the CUDA provider beside the runtime and says what else the machine lacks. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { describeReport, inspectProvider, otherPlatform } from '../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../src/engine/cuda/providerFiles';
import { fetchProvider } from './fetchProvider';

const { cuda } = new Command()
  .description("Installs ONNX Runtime's CUDA provider: for CUDA 13, and where that fails for CUDA 12.")
  .addOption(new Option('--cuda <version>', 'for this version of CUDA alone').choices(['12', '13']))
  .parse()
  .opts<{ cuda?: '12' | '13' }>();

async function main(): Promise<number> {
  const elsewhere = otherPlatform();
  if (elsewhere !== null) throw new Error(elsewhere);
  const runtime = installedRuntime();
  if (cuda === '12') installByRuntime(runtime.directory);
  else
    await fetchProvider(runtime.directory).catch((error: Error) => {
      if (cuda === '13') throw error;
      console.log(`Not from the npm registry: ${error.message}`);
      installByRuntime(runtime.directory);
    });
  const report = await inspectProvider(runtime);
  for (const line of describeReport(report)) console.log(line);
  if (report.state === 'unloadable') {
    console.log(
      'The provider is in place. Bring what is missing, or name the folder that has it in LD_LIBRARY_PATH;',
    );
    console.log('then start with --device cuda.');
  }
  return report.state === 'complete' || report.state === 'unloadable' ? 0 : 1;
}

/** CUDA 12, by onnxruntime-node's own installer, which asks nuget.org. */
function installByRuntime(directory: string): void {
  const root = join(directory, '../../../..');
  console.log("Trying onnxruntime-node's own installer (CUDA 12, from nuget.org)");
  // The value cuda12 is accepted and then forgotten (1.29.0), and nothing is installed; true means the same here.
  const installer = [join(root, 'script/install.js'), '--onnxruntime-node-install=true'];
  const { status, stderr } = spawnSync(process.execPath, installer, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
    env: {
      ...process.env,
      ONNXRUNTIME_NODE_INSTALL: undefined,
      npm_config_onnxruntime_node_install: undefined,
    },
  });
  // It ends by an uncaught error, whose message stands between lines of its code and its stack.
  if (status !== 0) throw new Error(/^\w*Error: (.*)$/m.exec(stderr)?.[1] ?? stderr.trim());
}

main().then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(`The CUDA provider is not installed: ${error.message}`);
    process.exit(1);
  },
);
