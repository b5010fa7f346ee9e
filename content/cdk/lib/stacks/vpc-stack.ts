/* vpc-stack.ts - the network: three kinds of subnet in each zone, the ways out, and a record of
 * what was refused. */
import { RemovalPolicy, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';

export interface VpcStackProps extends StackProps {
  readonly cfg: StreamBoardConfig;
}

export class VpcStack extends Stack {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string, props: VpcStackProps) {
    super(scope, id, props);
    const { cfg } = props;

    // #region subnets
    const { PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED } = ec2.SubnetType;
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(cfg.vpc.cidr),
      availabilityZones: cfg.availabilityZones,
      natGateways: cfg.vpc.natGateways,
      subnetConfiguration: [
        { name: 'public', cidrMask: 24, subnetType: PUBLIC },
        { name: 'app', cidrMask: 22, subnetType: PRIVATE_WITH_EGRESS },
        { name: 'data', cidrMask: 26, subnetType: PRIVATE_ISOLATED },
      ],
    });
    // #endregion

    // #region endpoints
    const subnets = { subnetGroupName: 'app' };
    this.vpc.addGatewayEndpoint('S3', {
      service: ec2.GatewayVpcEndpointAwsService.S3,
    });
    if (cfg.vpc.interfaceEndpoints) {
      for (const [name, service] of Object.entries({
        SecretsManager: ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
        EcrApi: ec2.InterfaceVpcEndpointAwsService.ECR,
        EcrDocker: ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER,
      }))
        this.vpc.addInterfaceEndpoint(name, { service, subnets });
    }
    // #endregion

    if (cfg.vpc.flowLogs) this.recordRefusals(cfg);
  }

  private recordRefusals(cfg: StreamBoardConfig) {
    // #region flow-logs
    const logGroup = new logs.LogGroup(this, 'FlowLogsGroup', {
      retention: cfg.logs.retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc.addFlowLog('FlowLogs', {
      trafficType: ec2.FlowLogTrafficType.REJECT,
      destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup),
    });
    // #endregion
  }
}
