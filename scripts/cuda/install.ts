/** `make cuda`: puts the CUDA provider beside the runtime and says what else the machine lacks. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describeReport, inspectProvider } from '../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../src/engine/cuda/providerFiles';
import { fetchProvider } from './fetchProvider';

async function main(): Promise<number> {
  const runtime = installedRuntime();
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`CUDA is served on Linux x64; this is ${process.platform} ${process.arch}.`);
    return 1;
  }
  try {
    await fetchProvider(runtime.directory);
  } catch (error) {
    console.log(`Not from the npm registry: ${(error as Error).message}`);
    installByRuntime(runtime.directory);
  }
  const report = await inspectProvider(runtime);
  for (const line of describeReport(report)) console.log(line);
  if (report.state === 'unloadable') {
    console.log('The provider is in place. Bring what is missing, then start with --device cuda.');
  }
  return report.state === 'complete' || report.state === 'unloadable' ? 0 : 1;
}

/** CUDA 12, by onnxruntime-node's own installer, which asks Microsoft's package feed. */
function installByRuntime(directory: string): void {
  const root = dirname(dirname(dirname(dirname(directory))));
  console.log("Trying onnxruntime-node's own installer (CUDA 12)");
  execFileSync(process.execPath, [join(root, 'script', 'install.js'), '--onnxruntime-node-install=cuda12'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ONNXRUNTIME_NODE_INSTALL: undefined,
      npm_config_onnxruntime_node_install: undefined,
    },
  });
}

main().then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(`The CUDA provider is not installed: ${error.message}`);
    process.exit(1);
  },
);
