/** `make cuda`: puts the CUDA provider beside the runtime and says what else the machine lacks. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeReport, inspectProvider } from '../../src/engine/cuda/inspectProvider';
import { installedRuntime, REGISTRY_PROVIDER, sha256OfFile } from '../../src/engine/cuda/providerFiles';

async function main(): Promise<number> {
  const runtime = installedRuntime();
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error(`CUDA is served on Linux x64; this is ${process.platform} ${process.arch}.`);
    return 1;
  }
  try {
    await installFromRegistry(runtime);
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

/** CUDA 13, from the npm registry: unpacked beside, checked, then renamed into place. */
async function installFromRegistry({
  version,
  directory,
}: {
  version: string;
  directory: string;
}): Promise<void> {
  const { package: name, version: packed, runtime, folder, files } = REGISTRY_PROVIDER;
  if (version !== runtime)
    throw new Error(`${name} ${packed} fits runtime ${runtime}, and ${version} is installed`);
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-cuda-'));
  try {
    console.log(`Fetching ${name} ${packed} (180 MB) by npm`);
    const archive = execFileSync('npm', ['pack', '--silent', `${name}@${packed}`], {
      cwd: work,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', archive, ...files.map((file) => `${folder}/${file.name}`)], { cwd: work });
    for (const file of files) {
      const unpacked = join(work, folder, file.name);
      const bytes = statSync(unpacked).size;
      if (bytes !== file.bytes) throw new Error(`${file.name} has ${bytes} bytes, not ${file.bytes}`);
      const hash = await sha256OfFile(unpacked);
      if (hash !== file.sha256) throw new Error(`${file.name} has SHA-256 ${hash}, not ${file.sha256}`);
    }
    for (const file of files) {
      const beside = join(directory, `${file.name}.tmp`);
      copyFileSync(join(work, folder, file.name), beside);
      renameSync(beside, join(directory, file.name));
      console.log(`${file.name}: ${file.bytes} bytes, SHA-256 ${file.sha256}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** CUDA 12, by onnxruntime-node's own installer, which asks Microsoft's package feed. */
function installByRuntime(directory: string): void {
  const root = dirname(dirname(dirname(dirname(directory))));
  console.log("Trying onnxruntime-node's own installer (CUDA 12)");
  execFileSync(process.execPath, [join(root, 'script', 'install.js'), '--onnxruntime-node-install=cuda12'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, npm_config_onnxruntime_node_install: undefined },
  });
}

main().then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(`The CUDA provider is not installed: ${error.message}`);
    process.exit(1);
  },
);
