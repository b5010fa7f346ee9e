import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dev, one, prod } from './environment';

const subnets = (t: typeof prod, kind: string) =>
  all(t.vpc, 'AWS::EC2::Subnet').filter((subnet) => subnet.Tags.some(
    (tag: { Key: string; Value: string }) => tag.Key === 'aws-cdk:subnet-name' && tag.Value === kind));

test('three kinds of subnet stand in each of two zones', () => {
  for (const env of [prod, dev])
    for (const kind of ['public', 'app', 'data'])
      assert.deepEqual(subnets(env, kind).map((s) => s.AvailabilityZone), env.cfg.availabilityZones);
});

test('each environment has addresses of its own', () => {
  assert.equal(one(prod.vpc, 'AWS::EC2::VPC').CidrBlock, '10.10.0.0/16');
  assert.equal(one(dev.vpc, 'AWS::EC2::VPC').CidrBlock, '10.20.0.0/16');
});

test('production has a NAT gateway in each zone, dev shares one', () => {
  prod.vpc.resourceCountIs('AWS::EC2::NatGateway', 2);
  dev.vpc.resourceCountIs('AWS::EC2::NatGateway', 1);
});

test('data subnets have no way out', () => {
  const tables = prod.vpc.findResources('AWS::EC2::RouteTable');
  const out = all(prod.vpc, 'AWS::EC2::Route').map((route) => route.RouteTableId.Ref);
  const data = Object.keys(tables).filter((id) => id.includes('dataSubnet'));
  assert.equal(data.length, 2);
  for (const id of data) assert.ok(!out.includes(id));
});

test('S3 is always reached by its gateway endpoint', () => {
  for (const env of [prod, dev])
    assert.equal(all(env.vpc, 'AWS::EC2::VPCEndpoint')
      .filter((e) => e.VpcEndpointType === 'Gateway').length, 1);
});

test('production reaches Secrets Manager and ECR by three interface endpoints in two zones, dev by none', () => {
  const faces = (env: typeof prod) => all(env.vpc, 'AWS::EC2::VPCEndpoint')
    .filter((e) => e.VpcEndpointType === 'Interface');
  assert.deepEqual(faces(prod).map((e) => e.ServiceName.replace(/^com\.amazonaws\.[a-z0-9-]+\./, '')),
    ['secretsmanager', 'ecr.api', 'ecr.dkr']);
  for (const face of faces(prod)) assert.equal(face.SubnetIds.length, 2);
  assert.equal(faces(dev).length, 0);
});

test('production records what was refused and keeps it as long as its logs', () => {
  assert.equal(one(prod.vpc, 'AWS::EC2::FlowLog').TrafficType, 'REJECT');
  assert.equal(one(prod.vpc, 'AWS::Logs::LogGroup').RetentionInDays, 30);
  dev.vpc.resourceCountIs('AWS::EC2::FlowLog', 0);
});
