import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dev, one, prod } from './environment';

const listener = (env: typeof prod, port: number) =>
  all(env.network, 'AWS::ElasticLoadBalancingV2::Listener').filter((l) => l.Port === port)[0];

test('a visitor stays on one task for an hour', () => {
  for (const env of [prod, dev]) {
    const attributes = one(env.network, 'AWS::ElasticLoadBalancingV2::TargetGroup').TargetGroupAttributes;
    const value = (key: string) => attributes.find((a: { Key: string }) => a.Key === key)?.Value;
    assert.equal(value('stickiness.enabled'), 'true');
    assert.equal(value('stickiness.type'), 'lb_cookie');
    assert.equal(value('stickiness.lb_cookie.duration_seconds'), '3600');
  }
});

test('HTTPS has a certificate of ACM, HTTP only redirects', () => {
  for (const env of [prod, dev]) {
    env.network.resourceCountIs('AWS::CertificateManager::Certificate', 1);
    const https = listener(env, 443), http = listener(env, 80).DefaultActions[0];
    assert.equal(https.Protocol, 'HTTPS');
    assert.equal(https.Certificates.length, 1);
    assert.match(https.SslPolicy, /TLS13/);
    assert.equal(http.Type, 'redirect');
    assert.equal(http.RedirectConfig.Protocol, 'HTTPS');
  }
});

test('each task is asked for its health every 30 seconds; two good answers, three bad ones', () => {
  const group = one(prod.network, 'AWS::ElasticLoadBalancingV2::TargetGroup');
  assert.equal(group.HealthCheckPath, '/_stcore/health');
  assert.equal(group.HealthCheckIntervalSeconds, 30);
  assert.equal(group.HealthyThresholdCount, 2);
  assert.equal(group.UnhealthyThresholdCount, 3);
  assert.equal(group.Port, 8501);
});

test('a silent connection is kept for 5 minutes in production and 1 minute in dev', () => {
  for (const [env, seconds] of [[prod, '300'], [dev, '60']] as const) {
    const balancer = one(env.network, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    assert.ok(balancer.LoadBalancerAttributes.some((a: { Key: string; Value: string }) =>
      a.Key === 'idle_timeout.timeout_seconds' && a.Value === seconds));
    assert.equal(balancer.Subnets.length, 2);
  }
});

test('WAF guards the load balancer of production with a managed set and a limit', () => {
  const rules = one(prod.network, 'AWS::WAFv2::WebACL').Rules;
  assert.deepEqual(rules.map((r: { Name: string }) => r.Name), ['common', 'rate']);
  const rate = rules[1].Statement.RateBasedStatement;
  assert.equal(rate.Limit, 2000);
  assert.equal(rate.EvaluationWindowSec, 300);
  assert.equal(rate.AggregateKeyType, 'FORWARDED_IP'); // behind the CDN
  prod.network.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
  dev.network.resourceCountIs('AWS::WAFv2::WebACL', 0);
});

test('CloudFront caches static files and passes everything else on', () => {
  const cdn = one(prod.network, 'AWS::CloudFront::Distribution').DistributionConfig;
  const disabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad', viewer = '216adef6-5c7f-47e4-b989-5492eafa07d3';
  assert.equal(cdn.DefaultCacheBehavior.CachePolicyId, disabled);
  assert.equal(cdn.DefaultCacheBehavior.OriginRequestPolicyId, viewer);
  assert.deepEqual(cdn.CacheBehaviors.map((b: { PathPattern: string }) => b.PathPattern), ['/static/*']);
  assert.notEqual(cdn.CacheBehaviors[0].CachePolicyId, disabled);
  assert.equal(cdn.CacheBehaviors[0].OriginRequestPolicyId, viewer);
  dev.network.resourceCountIs('AWS::CloudFront::Distribution', 0);
});

test('DNS knows the name of each environment', () => {
  assert.equal(one(prod.network, 'AWS::Route53::RecordSet').Name, 'streamboard.example.com.');
  assert.equal(one(dev.network, 'AWS::Route53::RecordSet').Name, 'dev.streamboard.example.com.');
});
