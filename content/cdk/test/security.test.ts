import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dev, one, prod, Properties } from './environment';

/* Every rule as "who: port", whether it stands in its group or beside it. */
function ingress(env: typeof prod): string[] {
  const inline = all(env.security, 'AWS::EC2::SecurityGroup')
    .flatMap((g) => g.SecurityGroupIngress ?? []);
  const beside = all(env.security, 'AWS::EC2::SecurityGroupIngress');
  return [...inline, ...beside]
    .map((rule: Properties) => `${rule.CidrIp ?? 'group'}: ${rule.FromPort}-${rule.ToPort}`).sort();
}

test('one port is open for each step, and the internet reaches the load balancer alone', () => {
  assert.deepEqual(ingress(prod),
    ['0.0.0.0/0: 443-443', '0.0.0.0/0: 80-80', 'group: 6379-6379', 'group: 8501-8501']);
  assert.deepEqual(ingress(dev), ['0.0.0.0/0: 443-443', '0.0.0.0/0: 80-80', 'group: 8501-8501']);
});

test('no group lets everything out', () => {
  for (const env of [prod, dev])
    for (const group of all(env.security, 'AWS::EC2::SecurityGroup'))
      for (const rule of group.SecurityGroupEgress ?? []) assert.notEqual(rule.IpProtocol, '-1');
});

test('five secrets are kept for each environment', () => {
  for (const env of [prod, dev])
    assert.deepEqual(all(env.security, 'AWS::SecretsManager::Secret').map((s) => s.Name),
      ['ga-credentials', 'aws-credentials', 'ads-api', 'crm-api', 'session-key']
        .map((name) => `streamboard/${env.cfg.env}/${name}`));
});

test('the task role may send metrics to its own namespace and nothing else', () => {
  const statements = all(prod.security, 'AWS::IAM::Policy').flatMap((p) => p.PolicyDocument.Statement);
  assert.equal(statements.length, 1);
  assert.equal(statements[0].Action, 'cloudwatch:PutMetricData');
  assert.deepEqual(statements[0].Condition, { StringEquals: { 'cloudwatch:namespace': 'StreamBoard' } });
  assert.equal(one(prod.security, 'AWS::IAM::Role').ManagedPolicyArns, undefined);
});
