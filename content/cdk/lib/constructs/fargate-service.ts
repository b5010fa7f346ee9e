/* fargate-service.ts - one task definition, the service that keeps it running, and how many of it. */
import { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';

export interface StreamBoardServiceProps {
  readonly cfg: StreamBoardConfig;
  readonly cluster: ecs.ICluster;
  readonly image: ecs.ContainerImage;
  readonly logGroup: logs.ILogGroup;
  readonly secrets: Record<string, secretsmanager.ISecret>;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly taskRole: iam.IRole;
  readonly targetGroup: elb.ApplicationTargetGroup;
  readonly environment: Record<string, string>;
}

export class StreamBoardService extends Construct {
  readonly service: ecs.FargateService;

  constructor(scope: Construct, id: string, props: StreamBoardServiceProps) {
    super(scope, id);
    const { cfg, cluster, securityGroup, targetGroup } = props;
    const taskDefinition = this.task(props);

    // #region service
    this.service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition,
      serviceName: `streamboard-${cfg.env}`,
      desiredCount: cfg.service.desiredCount,
      deploymentController: { type: ecs.DeploymentControllerType.ECS },
      maxHealthyPercent: 200, // twice the tasks for the time of a deployment
      minHealthyPercent: 100, // never fewer healthy tasks than before
      circuitBreaker: { rollback: true },
      healthCheckGracePeriod: Duration.seconds(60),
      securityGroups: [securityGroup],
      vpcSubnets: { subnetGroupName: 'app' },
      assignPublicIp: false,
      capacityProviderStrategies: capacity(cfg),
    });
    // #endregion
    this.service.attachToApplicationTargetGroup(targetGroup);
    this.scale(cfg);
  }

  private task({ cfg, environment, image, logGroup, secrets, taskRole }: StreamBoardServiceProps) {
    // #region task
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'TaskDef', {
      family: `streamboard-${cfg.env}`,
      cpu: cfg.service.cpu,
      memoryLimitMiB: cfg.service.memoryMiB,
      taskRole,
      volumes: [{ name: 'scratch' }],
    });
    const container = taskDefinition.addContainer('streamboard', {
      image,
      user: '10001',
      readonlyRootFilesystem: true,
      portMappings: [{ containerPort: cfg.service.port }],
      environment: {
        ...environment,
        STREAMLIT_SERVER_PORT: String(cfg.service.port),
      },
      secrets: {
        GA_CREDENTIALS: ecs.Secret.fromSecretsManager(secrets['ga-credentials']),
        AWS_CREDENTIALS: ecs.Secret.fromSecretsManager(secrets['aws-credentials']),
        ADS_API_KEY: ecs.Secret.fromSecretsManager(secrets['ads-api']),
        CRM_API_KEY: ecs.Secret.fromSecretsManager(secrets['crm-api']),
        SESSION_KEY: ecs.Secret.fromSecretsManager(secrets['session-key']),
      },
      healthCheck: {
        command: ['CMD', 'python', '/app/health.py'],
        startPeriod: Duration.seconds(30),
      },
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'app' }),
    });
    container.addMountPoints({
      sourceVolume: 'scratch', containerPath: '/scratch', readOnly: false,
    });
    // #endregion
    return taskDefinition;
  }

  private scale({ service: s }: StreamBoardConfig) {
    // #region scaling
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: s.minCapacity,
      maxCapacity: s.maxCapacity,
    });
    scaling.scaleOnCpuUtilization('Cpu', {
      targetUtilizationPercent: 60,
      scaleInCooldown: Duration.minutes(5),
    });
    // #endregion
    if (!s.scheduled) return;
    // #region schedule
    const { cron } = appscaling.Schedule; // in UTC
    scaling.scaleOnSchedule('BusinessHours', {
      schedule: cron({ weekDay: 'MON-FRI', hour: '7', minute: '0' }),
      minCapacity: s.desiredCount,
      maxCapacity: s.maxCapacity,
    });
    scaling.scaleOnSchedule('Night', {
      schedule: cron({ hour: '20', minute: '0' }),
      minCapacity: s.minCapacity,
      maxCapacity: s.minCapacity, // tasks above it stop
    });
    // #endregion
  }
}

// #region capacity
/* Both kinds where both weights are set; then the first task is never on Spot. */
function capacity({ service }: StreamBoardConfig) {
  const { onDemandWeight, spotWeight } = service;
  const strategies: ecs.CapacityProviderStrategy[] = [];
  if (onDemandWeight)
    strategies.push({ capacityProvider: 'FARGATE', weight: onDemandWeight, base: 1 });
  if (spotWeight)
    strategies.push({ capacityProvider: 'FARGATE_SPOT', weight: spotWeight });
  return strategies;
}
// #endregion
