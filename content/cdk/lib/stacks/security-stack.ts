/* security-stack.ts - who may talk to whom, what may be read, and the role of the running task. */
import { Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';

const REDIS_PORT = 6379;
const SECRETS = ['ga-credentials', 'aws-credentials', 'ads-api', 'crm-api', 'session-key'];

export interface SecurityStackProps extends StackProps {
  readonly cfg: StreamBoardConfig;
  readonly vpc: ec2.IVpc;
}

export class SecurityStack extends Stack {
  readonly albSg: ec2.SecurityGroup;
  readonly serviceSg: ec2.SecurityGroup;
  readonly redisSg?: ec2.SecurityGroup;
  readonly secrets: Record<string, secretsmanager.Secret> = {};
  readonly taskRole: iam.Role;

  constructor(scope: Construct, id: string, props: SecurityStackProps) {
    super(scope, id, props);
    const { cfg, vpc } = props;

    // #region security-groups
    const closed = { vpc, allowAllOutbound: false };
    const anyone = ec2.Peer.anyIpv4();
    const [http, https] = [ec2.Port.tcp(80), ec2.Port.tcp(443)];
    const task = ec2.Port.tcp(cfg.service.port);
    this.albSg = new ec2.SecurityGroup(this, 'AlbSg', {
      ...closed, description: 'StreamBoard load balancer',
    });
    this.serviceSg = new ec2.SecurityGroup(this, 'ServiceSg', {
      ...closed, description: 'StreamBoard tasks',
    });
    this.albSg.addIngressRule(anyone, https, 'HTTPS from the internet');
    this.albSg.addIngressRule(anyone, http, 'HTTP, redirected to HTTPS');
    this.albSg.addEgressRule(this.serviceSg, task, 'Load balancer to tasks');
    this.serviceSg.addIngressRule(this.albSg, task, 'Load balancer to tasks');
    this.serviceSg.addEgressRule(anyone, https, 'APIs of AWS and others');
    if (cfg.redis) {
      const redis = ec2.Port.tcp(REDIS_PORT);
      this.redisSg = new ec2.SecurityGroup(this, 'RedisSg', {
        ...closed, description: 'StreamBoard cache',
      });
      this.serviceSg.addEgressRule(this.redisSg, redis, 'Tasks to Redis');
      this.redisSg.addIngressRule(this.serviceSg, redis, 'Redis from tasks');
    }
    // #endregion

    // #region secrets
    for (const name of SECRETS)
      this.secrets[name] = new secretsmanager.Secret(this, `Secret-${name}`, {
        secretName: `streamboard/${cfg.env}/${name}`,
        description: `StreamBoard ${name}`,
      });
    // #endregion

    // #region task-role
    this.taskRole = new iam.Role(this, 'TaskRole', {
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com'),
      description: 'What the StreamBoard container itself may do',
    });
    this.taskRole.addToPolicy(new iam.PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'], // the action knows no resources, only namespaces
      conditions: { StringEquals: { 'cloudwatch:namespace': 'StreamBoard' } },
    }));
    // #endregion
  }
}
