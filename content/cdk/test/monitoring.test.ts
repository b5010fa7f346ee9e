import assert from 'node:assert/strict';
import { test } from 'node:test';
import { all, dev, one, prod } from './environment';

const above = 'GreaterThanThreshold', least = 'GreaterThanOrEqualToThreshold';
const limits = (env: typeof prod) => all(env.monitoring, 'AWS::CloudWatch::Alarm')
  .map((a) => [a.MetricName, a.ComparisonOperator, a.Threshold, a.EvaluationPeriods * a.Period]);

test('five alarms fire as the guide says', () => {
  assert.deepEqual(limits(prod), [
    ['CPUUtilization', above, 80, 300],
    ['MemoryUtilization', above, 90, 300],
    ['UnHealthyHostCount', least, 1, 120],
    ['HTTPCode_Target_5XX_Count', least, 10, 180],
    ['TargetResponseTime', above, 0.5, 300],
  ]);
  assert.deepEqual(limits(dev).map((l) => l[2]), [80, 90, 1, 5, 0.5]);
});

test('slow means the 95th of 100 requests', () => {
  assert.equal(all(prod.monitoring, 'AWS::CloudWatch::Alarm')[4].ExtendedStatistic, 'p95');
});

test('every alarm goes to the one topic', () => {
  prod.monitoring.resourceCountIs('AWS::SNS::Topic', 1);
  for (const alarm of all(prod.monitoring, 'AWS::CloudWatch::Alarm'))
    assert.equal(alarm.AlarmActions.length, 1);
});

test('the dashboard shows the four essential metrics and our own', () => {
  const { DashboardName, DashboardBody } = one(prod.monitoring, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(DashboardBody);
  assert.equal(DashboardName, 'StreamBoard-prod');
  for (const metric of ['CPUUtilization', 'MemoryUtilization', 'TargetResponseTime',
    'HTTPCode_Target_5XX_Count', 'ActiveConnectionCount', 'QuerySeconds'])
    assert.ok(body.includes(metric), metric);
});
