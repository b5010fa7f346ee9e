/* config.ts - the settings of an environment. config/ENV.json is the only place of each number. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface StreamBoardConfig {
  readonly env: string;
  readonly account: string;
  readonly region: string;
  readonly availabilityZones: string[];
  readonly zone: { readonly id: string; readonly name: string }; // of Route 53
  readonly vpc: {
    readonly cidr: string;
    readonly natGateways: number;
    readonly interfaceEndpoints: boolean;
    readonly flowLogs: boolean;
  };
  readonly service: {
    readonly cpu: number; // in 1/1024 of a vCPU
    readonly memoryMiB: number;
    readonly desiredCount: number;
    readonly port: number;
    readonly healthPath: string;
    readonly minCapacity: number;
    readonly maxCapacity: number;
    readonly spotWeight: number;
    readonly onDemandWeight: number;
    readonly scheduled: boolean;
  };
  readonly alb: {
    readonly stickinessSeconds: number;
    readonly waf: boolean;
    readonly domainName: string;
    readonly idleTimeoutSeconds: number;
  };
  readonly redis: { readonly nodeType: string; readonly nodes: number } | null;
  readonly cloudFront: boolean;
  readonly logs: { readonly retentionDays: number };
  readonly alarms: {
    readonly cpuPercent: number;
    readonly memoryPercent: number;
    readonly fiveXxPerMinute: number;
  };
}

/* What would only fail in the middle of a deployment is refused before it. */
function wrong(cfg: StreamBoardConfig, env: string): string | undefined {
  const s = cfg.service;
  if (cfg.env !== env) return `"env" is ${cfg.env}`;
  if (s.minCapacity > s.desiredCount || s.desiredCount > s.maxCapacity)
    return 'the tasks are not minCapacity <= desiredCount <= maxCapacity';
  if (s.spotWeight + s.onDemandWeight === 0) return 'no capacity: both weights are 0';
  if (cfg.vpc.natGateways > cfg.availabilityZones.length) return 'more NAT gateways than zones';
  return undefined;
}

export function loadConfig(env: string): StreamBoardConfig {
  const file = join('config', `${env}.json`);
  const cfg: StreamBoardConfig = JSON.parse(readFileSync(file, 'utf8'));
  const why = wrong(cfg, env);
  if (why) throw new Error(`${file}: ${why}`);
  return cfg;
}
