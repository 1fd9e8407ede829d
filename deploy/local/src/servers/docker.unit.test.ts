import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { containerOf, forgetVolumes, projectOf } from './docker.ts';

const root = mkdtempSync(join(tmpdir(), 'yimen-docker-'));
afterAll(() => rmSync(root, { recursive: true }));

/** What compose would have been asked, without the file. */
const setStage = (name: string, temporary: boolean) => {
  const asked: string[] = [];
  const run = async (program: string, args: readonly string[]): Promise<string> => {
    expect(program).toBe('env');
    const [port, docker, verb, , file, ...rest] = args;
    expect([docker, verb, file?.endsWith('deploy/local/compose.yaml')]).toEqual(['docker', 'compose', true]);
    asked.push([port, ...rest].join(' '));
    return '';
  };
  const dataDir = join(root, name, 'data');
  const container = containerOf({ dataDir, service: 'mongodb', port: 27_217, temporary }, run);
  return { asked, run, dataDir, container, project: projectOf(dataDir, 'mongodb') };
};

describe('the compose project of a server', () => {
  it('is of the whole path: every state folder ends in the same words', () => {
    const names = ['/srv/a/yimen/.state/data', '/srv/b/yimen/.state/data', '/srv/b/yimen/.state/other'].map((dir) =>
      projectOf(dir, 'kafka'),
    );
    expect(new Set(names).size).toBe(3);
    expect(projectOf('/srv/a/yimen/.state/data/', 'kafka')).toBe(names[0]);
    expect(projectOf('/srv/a/yimen/.state/data', 'redis')).not.toBe(names[0]);
  });

  it('has a name that compose takes', () => {
    expect(projectOf('/Some/Folder With Blanks/资料', 'mongodb')).toMatch(/^[a-z0-9][a-z0-9_-]{0,62}$/);
  });
});

describe('a container', () => {
  it('is killed by SIGKILL and keeps its data, and starts again on it', async () => {
    const { asked, container, project } = setStage('kept', false);
    await container.start();
    await container.kill();
    await container.start();
    await container.stop();
    expect(asked).toEqual([
      `PORT=27217 -p ${project} up --detach mongodb`,
      `PORT=27217 -p ${project} kill mongodb`,
      `PORT=27217 -p ${project} up --detach mongodb`,
      `PORT=27217 -p ${project} down`,
    ]);
  });

  it('of a temporary platform takes its data along when it stops, and not when it is killed', async () => {
    const { asked, container, dataDir, project } = setStage('temporary', true);
    await container.start();
    await container.kill();
    await container.stop();
    expect(asked.slice(1)).toEqual([
      `PORT=27217 -p ${project} kill mongodb`,
      `PORT=27217 -p ${project} down --volumes`,
    ]);
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('is forgotten with its data when its folder is, and only then is Docker asked', async () => {
    const { asked, run, container, dataDir, project } = setStage('forgotten', false);
    await forgetVolumes(dataDir, run);
    expect(asked).toEqual([]);
    await container.start();
    await container.stop();
    await forgetVolumes(dataDir, run);
    expect(asked.slice(2)).toEqual([`PORT=1 -p ${project} down --volumes`]);
    await forgetVolumes(dataDir, run);
    expect(asked).toHaveLength(3);
    expect(existsSync(dataDir)).toBe(true);
  });
});
