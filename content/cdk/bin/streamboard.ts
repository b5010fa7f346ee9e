/* streamboard.ts - the five stacks of one environment: `-c env=prod`, `-c release=1.4.3`.
 * Each stack is called StreamBoard-ENV-PART; the command is run beside cdk.json. */
import { App, Tags } from 'aws-cdk-lib';
import { loadConfig } from '../lib/config';
import { ContainerStack } from '../lib/stacks/container-stack';
import { MonitoringStack } from '../lib/stacks/monitoring-stack';
import { NetworkStack } from '../lib/stacks/network-stack';
import { SecurityStack } from '../lib/stacks/security-stack';
import { VpcStack } from '../lib/stacks/vpc-stack';

/* The image that a first deployment starts; after that the pipeline says which one runs. */
const RELEASE = '1.4.2';

/* The same templates come out of the cdk command and out of node alone. */
const SETTINGS = {
  analyticsReporting: false,
  context: {
    'aws:cdk:enable-path-metadata': true, // resources keep their names
    '@aws-cdk/aws-iam:minimizePolicies': true,
    '@aws-cdk/core:checkSecretUsage': true,
  },
};

export function streamboard(env?: string) {
  const app = new App(SETTINGS);
  const cfg = loadConfig(env ?? app.node.tryGetContext('env') ?? process.env.STREAMBOARD_ENV ?? 'dev');
  const release: string = app.node.tryGetContext('release') ?? RELEASE;
  const common = { cfg, env: { account: cfg.account, region: cfg.region } };
  const name = (part: string) => `StreamBoard-${cfg.env}-${part}`;

  // #region stacks
  const vpcStack = new VpcStack(app, name('Vpc'), common);
  const { vpc } = vpcStack;
  const security = new SecurityStack(app, name('Security'), { ...common, vpc });
  const network = new NetworkStack(app, name('Network'), {
    ...common, vpc, security,
  });
  const container = new ContainerStack(app, name('Container'), {
    ...common, vpc, security, network, release,
  });
  const monitoring = new MonitoringStack(app, name('Monitoring'), {
    ...common, network, container,
  });

  Tags.of(app).add('app', 'streamboard');
  Tags.of(app).add('env', cfg.env);
  // #endregion
  return { app, cfg, vpc: vpcStack, security, network, container, monitoring };
}

if (require.main === module) streamboard().app.synth();
