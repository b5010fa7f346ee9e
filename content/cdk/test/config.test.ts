import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dev, prod } from './environment';
import { loadConfig } from '../lib/config';

test('dev and production are accounts of their own', () => {
  assert.notEqual(dev.cfg.account, prod.cfg.account);
});

test('an environment that nobody described is refused', () => {
  assert.throws(() => loadConfig('stage'), /stage\.json/);
});

test('every resource that can carry tags says app and environment', () => {
  for (const env of [prod, dev])
    env.container.hasResourceProperties('AWS::ECS::Service', {
      Tags: [{ Key: 'app', Value: 'streamboard' }, { Key: 'env', Value: env.cfg.env }],
    });
});
