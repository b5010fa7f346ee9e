import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dev, one, prod } from './environment';

const container = (env: typeof prod) =>
  one(env.container, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0];
const service = (env: typeof prod) => one(env.container, 'AWS::ECS::Service');
const scalable = (env: typeof prod) =>
  one(env.container, 'AWS::ApplicationAutoScaling::ScalableTarget');
const action = (env: typeof prod, name: string) => scalable(env).ScheduledActions
  .find((a: { ScheduledActionName: string }) => a.ScheduledActionName === name);

test('images are scanned when pushed, cannot be overwritten, and the last 20 stay', () => {
  const repository = one(prod.container, 'AWS::ECR::Repository');
  const rule = JSON.parse(repository.LifecyclePolicy.LifecyclePolicyText).rules[0];
  assert.equal(repository.ImageScanningConfiguration.ScanOnPush, true);
  assert.equal(repository.ImageTagMutability, 'IMMUTABLE');
  assert.equal(rule.selection.countType, 'imageCountMoreThan');
  assert.equal(rule.selection.countNumber, 20);
});

test('tasks have the size that config says', () => {
  for (const [env, cpu, memory] of [[prod, '512', '1024'], [dev, '256', '512']] as const) {
    const task = one(env.container, 'AWS::ECS::TaskDefinition');
    assert.deepEqual([task.Cpu, task.Memory], [cpu, memory]);
  }
});

test('the process is no root, and only /scratch can be written', () => {
  assert.equal(container(prod).User, '10001');
  assert.equal(container(prod).ReadonlyRootFilesystem, true);
  assert.deepEqual(container(prod).MountPoints.map((m: { ContainerPath: string }) => m.ContainerPath),
    ['/scratch']);
});

test('five secrets are injected, and no variable holds one', () => {
  assert.deepEqual(container(prod).Secrets.map((s: { Name: string }) => s.Name),
    ['GA_CREDENTIALS', 'AWS_CREDENTIALS', 'ADS_API_KEY', 'CRM_API_KEY', 'SESSION_KEY']);
  assert.deepEqual(container(prod).Environment.map((e: { Name: string }) => e.Name).sort(),
    ['ASSET_BUCKET', 'REDIS_HOST', 'STREAMBOARD_ENV', 'STREAMLIT_SERVER_PORT']);
});

test('the container asks itself whether it is well', () => {
  assert.deepEqual(container(prod).HealthCheck.Command, ['CMD', 'python', '/app/health.py']);
  assert.equal(container(prod).PortMappings[0].ContainerPort, 8501);
});

test('a deployment keeps all tasks, may double them, and rolls back by itself', () => {
  for (const env of [prod, dev]) {
    const deployment = service(env).DeploymentConfiguration;
    assert.equal(deployment.MaximumPercent, 200);
    assert.equal(deployment.MinimumHealthyPercent, 100);
    assert.deepEqual(deployment.DeploymentCircuitBreaker, { Enable: true, Rollback: true });
    assert.equal(service(env).DeploymentController.Type, 'ECS');
  }
});

test('tasks stand in private subnets and have no public address', () => {
  const network = service(prod).NetworkConfiguration.AwsvpcConfiguration;
  assert.equal(network.AssignPublicIp, 'DISABLED');
  for (const subnet of network.Subnets) assert.match(JSON.stringify(subnet), /appSubnet/);
});

test('production runs on demand, dev on Spot', () => {
  const strategy = (env: typeof prod) => service(env).CapacityProviderStrategy
    .map((s: { CapacityProvider: string }) => s.CapacityProvider);
  assert.deepEqual(strategy(prod), ['FARGATE']);
  assert.deepEqual(strategy(dev), ['FARGATE_SPOT']);
});

test('tasks follow the load between two bounds: 60 % CPU, five minutes before one goes', () => {
  for (const [env, least, most, wanted] of [[prod, 2, 4, 2], [dev, 0, 1, 1]] as const) {
    assert.deepEqual([scalable(env).MinCapacity, scalable(env).MaxCapacity], [least, most]);
    assert.equal(service(env).DesiredCount, wanted);
  }
  const policy = one(prod.container, 'AWS::ApplicationAutoScaling::ScalingPolicy')
    .TargetTrackingScalingPolicyConfiguration;
  assert.equal(policy.TargetValue, 60);
  assert.equal(policy.ScaleInCooldown, 300);
});

test('bounds open on working days at 07:00 and close every evening at 20:00', () => {
  for (const [env, least, most] of [[prod, 2, 4], [dev, 0, 1]] as const) {
    const day = action(env, 'BusinessHours'), night = action(env, 'Night');
    assert.equal(day.Schedule, 'cron(0 7 ? * MON-FRI *)');
    assert.equal(day.ScalableTargetAction.MaxCapacity, most);
    assert.equal(night.Schedule, 'cron(0 20 * * ? *)');
    assert.deepEqual(night.ScalableTargetAction, { MinCapacity: least, MaxCapacity: least });
  }
});

test('Redis is encrypted at rest and on its way, and fails over', () => {
  const redis = one(prod.container, 'AWS::ElastiCache::ReplicationGroup');
  assert.equal(redis.AtRestEncryptionEnabled, true);
  assert.equal(redis.TransitEncryptionEnabled, true);
  assert.equal(redis.AutomaticFailoverEnabled, true);
  assert.equal(redis.NumCacheClusters, 2);
  assert.equal(redis.CacheNodeType, 'cache.t3.micro');
  dev.container.resourceCountIs('AWS::ElastiCache::ReplicationGroup', 0);
});

test('application logs are kept for 30 days in production and 7 in dev', () => {
  assert.equal(one(prod.container, 'AWS::Logs::LogGroup').RetentionInDays, 30);
  assert.equal(one(dev.container, 'AWS::Logs::LogGroup').RetentionInDays, 7);
});

test('the asset bucket is closed, and the task may only read it', () => {
  const bucket = one(prod.container, 'AWS::S3::Bucket');
  for (const closed of Object.values(bucket.PublicAccessBlockConfiguration)) assert.equal(closed, true);
  const reading = all(prod.container, 'AWS::IAM::Policy').flatMap((p) => p.PolicyDocument.Statement)
    .flatMap((s) => s.Action).filter((a: string) => a.startsWith('s3:'));
  assert.deepEqual(reading.sort(), ['s3:GetObject', 's3:ListBucket']);
});

test('the execution role pulls the image, writes logs and reads secrets, no more', () => {
  const granted = all(prod.container, 'AWS::IAM::Policy').flatMap((p) => p.PolicyDocument.Statement)
    .flatMap((s) => s.Action).filter((a: string) => !a.startsWith('s3:'));
  assert.deepEqual([...new Set(granted.map((a: string) => a.split(':')[0]))].sort(),
    ['ecr', 'logs', 'secretsmanager']);
  assert.ok(granted.every((a: string) => !a.includes('*')));
});
