/* network-stack.ts - the way in: certificate, load balancer, DNS; in production WAF and CloudFront. */
import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';
import { StickyAlb } from '../constructs/alb-config';
import { SecurityStack } from './security-stack';

export interface NetworkStackProps extends StackProps {
  readonly cfg: StreamBoardConfig;
  readonly vpc: ec2.IVpc;
  readonly security: SecurityStack;
}

export class NetworkStack extends Stack {
  readonly sticky: StickyAlb;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { cfg, vpc, security } = props;

    // #region certificate
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: cfg.zone.id,
      zoneName: cfg.zone.name,
    });
    const certificate = new acm.Certificate(this, 'Certificate', {
      domainName: cfg.alb.domainName,
      validation: acm.CertificateValidation.fromDns(zone),
    });
    // #endregion
    this.sticky = new StickyAlb(this, 'Sticky', {
      cfg, vpc, certificate, securityGroup: security.albSg,
    });
    const target = cfg.cloudFront
      ? new targets.CloudFrontTarget(this.cdn(cfg, certificate))
      : new targets.LoadBalancerTarget(this.sticky.alb);
    new route53.ARecord(this, 'Alias', {
      zone,
      recordName: cfg.alb.domainName,
      target: route53.RecordTarget.fromAlias(target),
    });
    if (cfg.alb.waf) this.guard(cfg);
    new CfnOutput(this, 'AlbDns', { value: this.sticky.alb.loadBalancerDnsName });
  }

  private cdn(cfg: StreamBoardConfig, certificate: acm.ICertificate) {
    // #region cdn
    const common = {
      origin: new origins.LoadBalancerV2Origin(this.sticky.alb, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
        readTimeout: Duration.seconds(60),
      }),
      // Host goes along: it is what the load balancer's certificate is for
      originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
    const distribution = new cloudfront.Distribution(this, 'Cdn', {
      comment: `StreamBoard ${cfg.env}`,
      domainNames: [cfg.alb.domainName],
      certificate,
      minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
      defaultBehavior: {
        ...common,
        allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED, // pages are live
      },
      additionalBehaviors: {
        '/static/*': {
          ...common, cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
        },
      },
    });
    // #endregion
    new CfnOutput(this, 'CdnDomain', { value: distribution.distributionDomainName });
    return distribution;
  }

  private guard(cfg: StreamBoardConfig) {
    const seen = (metricName: string) => ({
      cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true,
    });
    // behind the CDN every request comes from an edge; the visitor stands in the header
    const visitor = cfg.cloudFront
      ? {
          aggregateKeyType: 'FORWARDED_IP',
          forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' },
        }
      : { aggregateKeyType: 'IP' };
    // #region waf
    const acl = new wafv2.CfnWebACL(this, 'WebAcl', {
      name: `streamboard-${cfg.env}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen('streamboard'),
      rules: [
        {
          name: 'common', priority: 1, overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: {
              vendorName: 'AWS', name: 'AWSManagedRulesCommonRuleSet',
            },
          },
          visibilityConfig: seen('common'),
        },
        {
          name: 'rate', priority: 2, action: { block: {} },
          statement: {
            rateBasedStatement: {
              limit: 2000, evaluationWindowSec: 300, ...visitor,
            },
          },
          visibilityConfig: seen('rate'),
        },
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'WebAclAlb', {
      resourceArn: this.sticky.alb.loadBalancerArn,
      webAclArn: acl.attrArn,
    });
    // #endregion
  }
}
