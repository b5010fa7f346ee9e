/* alb-config.ts - a load balancer that leads a visitor back to the same task, over HTTPS only. */
import { Duration } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';

export interface StickyAlbProps {
  readonly cfg: StreamBoardConfig;
  readonly vpc: ec2.IVpc;
  readonly securityGroup: ec2.ISecurityGroup;
  readonly certificate: acm.ICertificate;
}

export class StickyAlb extends Construct {
  readonly alb: elb.ApplicationLoadBalancer;
  readonly targetGroup: elb.ApplicationTargetGroup;

  constructor(scope: Construct, id: string, props: StickyAlbProps) {
    super(scope, id);
    const { cfg, vpc, securityGroup, certificate } = props;

    this.alb = new elb.ApplicationLoadBalancer(this, 'Alb', {
      vpc,
      vpcSubnets: { subnetGroupName: 'public' },
      internetFacing: true,
      securityGroup,
      idleTimeout: Duration.seconds(cfg.alb.idleTimeoutSeconds),
      dropInvalidHeaderFields: true,
    });
    // #region target-group
    this.targetGroup = new elb.ApplicationTargetGroup(this, 'Targets', {
      vpc,
      targetType: elb.TargetType.IP,
      protocol: elb.ApplicationProtocol.HTTP,
      port: cfg.service.port,
      stickinessCookieDuration: Duration.seconds(cfg.alb.stickinessSeconds),
      deregistrationDelay: Duration.seconds(60),
      healthCheck: {
        path: cfg.service.healthPath,
        interval: Duration.seconds(30),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
        healthyHttpCodes: '200',
      },
    });
    // #endregion
    // #region listeners
    this.alb.addListener('Https', {
      port: 443,
      certificates: [certificate],
      sslPolicy: elb.SslPolicy.TLS13_RES,
      defaultTargetGroups: [this.targetGroup],
      open: false, // the security stack says who may come
    });
    this.alb.addRedirect({ open: false }); // 80 to 443
    // #endregion
  }
}
