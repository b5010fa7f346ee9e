/* container-stack.ts - the images, the service that runs them, and what it keeps: logs, assets, cache. */
import { CfnOutput, Duration, RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';
import { StreamBoardService } from '../constructs/fargate-service';
import { NetworkStack } from './network-stack';
import { SecurityStack } from './security-stack';

export interface ContainerStackProps extends StackProps {
  readonly cfg: StreamBoardConfig;
  readonly vpc: ec2.IVpc;
  readonly security: SecurityStack;
  readonly network: NetworkStack;
  readonly release: string; // tag of the image
}

export class ContainerStack extends Stack {
  readonly app: StreamBoardService;

  constructor(scope: Construct, id: string, props: ContainerStackProps) {
    super(scope, id, props);
    const { cfg, vpc, security, network, release } = props;

    // #region repository
    const repository = new ecr.Repository(this, 'Repository', {
      repositoryName: `streamboard-${cfg.env}`,
      imageScanOnPush: true,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      lifecycleRules: [{
        description: 'Keep the last 20 images',
        maxImageCount: 20,
      }],
    });
    // #endregion
    const assets = this.assets(security.taskRole);
    const redis = this.cache(cfg, vpc, security);
    const cluster = new ecs.Cluster(this, 'Cluster', {
      vpc,
      clusterName: `streamboard-${cfg.env}`,
      enableFargateCapacityProviders: true,
    });
    // #region logs
    const logGroup = new logs.LogGroup(this, 'AppLogs', {
      logGroupName: `/streamboard/${cfg.env}/app`,
      retention: cfg.logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // #endregion

    this.app = new StreamBoardService(this, 'App', {
      cfg, cluster, logGroup,
      image: ecs.ContainerImage.fromEcrRepository(repository, release),
      secrets: security.secrets,
      securityGroup: security.serviceSg,
      taskRole: security.taskRole,
      targetGroup: network.sticky.targetGroup,
      environment: {
        STREAMBOARD_ENV: cfg.env,
        ASSET_BUCKET: assets.bucketName,
        ...(redis ? { REDIS_HOST: redis.attrPrimaryEndPointAddress } : {}),
      },
    });
    new CfnOutput(this, 'ServiceName', { value: this.app.service.serviceName });
  }

  private assets(reader: iam.IRole) {
    const bucket = new s3.Bucket(this, 'Assets', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(30) }],
    });
    new iam.Policy(this, 'ReadAssets', {
      roles: [reader],
      statements: [
        new iam.PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
        new iam.PolicyStatement({
          actions: ['s3:GetObject'], resources: [bucket.arnForObjects('*')],
        }),
      ],
    });
    return bucket;
  }

  private cache(cfg: StreamBoardConfig, vpc: ec2.IVpc, security: SecurityStack) {
    if (!cfg.redis || !security.redisSg) return undefined;
    // #region redis
    const subnets = new elasticache.CfnSubnetGroup(this, 'RedisSubnets', {
      description: 'StreamBoard cache',
      subnetIds: vpc.selectSubnets({ subnetGroupName: 'data' }).subnetIds,
    });
    const replicated = cfg.redis.nodes > 1;
    return new elasticache.CfnReplicationGroup(this, 'Redis', {
      replicationGroupDescription: 'StreamBoard shared cache',
      engine: 'redis',
      engineVersion: '7.1',
      cacheNodeType: cfg.redis.nodeType,
      numCacheClusters: cfg.redis.nodes,
      automaticFailoverEnabled: replicated,
      multiAzEnabled: replicated,
      cacheSubnetGroupName: subnets.ref,
      securityGroupIds: [security.redisSg.securityGroupId],
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
    });
    // #endregion
  }
}
