/* monitoring-stack.ts - five alarms that write to one topic, and a dashboard that shows what they watch. */
import { CfnOutput, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { StreamBoardConfig } from '../config';
import { ContainerStack } from './container-stack';
import { NetworkStack } from './network-stack';

export interface MonitoringStackProps extends StackProps {
  readonly cfg: StreamBoardConfig;
  readonly container: ContainerStack;
  readonly network: NetworkStack;
}

export class MonitoringStack extends Stack {
  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { cfg } = props;
    const { service } = props.container.app;
    const { alb, targetGroup } = props.network.sticky;
    const above = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD;
    const period = Duration.minutes(1);
    const errors = targetGroup.metrics.httpCodeTarget(
      elb.HttpCodeTarget.TARGET_5XX_COUNT, { period });
    const usual = targetGroup.metrics.targetResponseTime({ period, statistic: 'p50' });
    const slowest = targetGroup.metrics.targetResponseTime({ period, statistic: 'p95' });

    // #region alarms
    const alarms = [
      new cloudwatch.Alarm(this, 'HighCpu', {
        alarmDescription: 'CPU above its limit for 5 minutes',
        metric: service.metricCpuUtilization({ period }),
        comparisonOperator: above,
        threshold: cfg.alarms.cpuPercent,
        evaluationPeriods: 5,
      }),
      new cloudwatch.Alarm(this, 'HighMemory', {
        alarmDescription: 'Memory above its limit for 5 minutes',
        metric: service.metricMemoryUtilization({ period }),
        comparisonOperator: above,
        threshold: cfg.alarms.memoryPercent,
        evaluationPeriods: 5,
      }),
      new cloudwatch.Alarm(this, 'UnhealthyHosts', {
        alarmDescription: 'A task does not answer its health check',
        metric: targetGroup.metrics.unhealthyHostCount({ period }),
        threshold: 1,
        evaluationPeriods: 2,
      }),
      new cloudwatch.Alarm(this, 'Http5xx', {
        alarmDescription: 'Too many answers are errors of the server',
        metric: errors,
        threshold: cfg.alarms.fiveXxPerMinute,
        evaluationPeriods: 3,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }),
      new cloudwatch.Alarm(this, 'SlowResponses', {
        alarmDescription: 'More than 5 of 100 requests take longer than 500 ms',
        metric: slowest,
        comparisonOperator: above,
        threshold: 0.5, // seconds
        evaluationPeriods: 5,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      }),
    ];
    const topic = new sns.Topic(this, 'Alerts', {
      displayName: `StreamBoard ${cfg.env} alerts`,
    });
    for (const alarm of alarms) alarm.addAlarmAction(new actions.SnsAction(topic));
    // #endregion

    // #region dashboard
    const own = (metricName: string, statistic: string) =>
      new cloudwatch.Metric({
        namespace: 'StreamBoard',
        metricName,
        statistic,
        dimensionsMap: { Environment: cfg.env },
      });
    const graph = (title: string, ...left: cloudwatch.IMetric[]) =>
      new cloudwatch.GraphWidget({ title, left, width: 8 });
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName: `StreamBoard-${cfg.env}`,
      widgets: [
        [
          graph('CPU and memory of tasks',
            service.metricCpuUtilization(), service.metricMemoryUtilization()),
          graph('Response times', usual, slowest),
          graph('Error rates', errors, own('Errors', 'Sum')),
        ],
        [
          graph('Active connections', alb.metrics.activeConnectionCount()),
          graph('Requests', alb.metrics.requestCount()),
          graph('Cold queries', own('QuerySeconds', 'p95')),
        ],
        alarms.map((alarm) => new cloudwatch.AlarmWidget({ alarm, width: 4 })),
      ],
    });
    // #endregion
    new CfnOutput(this, 'AlertsTopic', { value: topic.topicArn });
  }
}
