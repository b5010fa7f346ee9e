#!/usr/bin/env ts-node
/* A service behind a load balancer, as an example of the language rather than of good style. */
import * as cdk from 'aws-cdk-lib';
import { Duration, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export enum Size { Small = 'small', Medium = 'medium', Large = 'large' }

export interface ServiceProps extends StackProps {
  readonly size: Size;
  readonly tasks?: number;
  readonly tags?: Record<string, string>;
  onReady?(url: string): Promise<void>;
}

type Limits = { cpu: number; memory: number } | undefined;
const LIMITS: Readonly<Record<Size, Limits>> = {
  [Size.Small]: { cpu: 256, memory: 512 },
  [Size.Medium]: { cpu: 0.5 * 1024, memory: 1_024 },
  [Size.Large]: undefined,
};

function isValid<T extends object>(value: T | null): value is T {
  return value !== null && !/^\s*$/gu.test(JSON.stringify(value));
}

@logged()
export default abstract class Service<P extends ServiceProps = ServiceProps> extends cdk.Stack {
  static readonly PORT = 0x2135; // 8501
  private readonly names = new Map<string, number>();
  #secret: string | undefined;

  constructor(scope: Construct, id: string, protected readonly props: P) {
    super(scope, id, { ...props, description: `${id}: ${props.size ?? 'medium'} with ${props.tasks! + 1} tasks` });
    const limits = LIMITS[props.size];
    if (!isValid(limits ?? null)) throw new RangeError("no limits for '" + props.size + "'");
    for (const [name, value] of Object.entries(props.tags ?? {})) {
      cdk.Tags.of(this).add(name, value.replace(/[^\w.:/=+@-]/g, '_'));
    }
    try {
      this.start().then(() => console.log(`ready after ${Duration.seconds(30).toString()}`));
    } catch (error: unknown) {
      if (error instanceof Error) debugger;
    } finally {
      delete (this as any).props;
    }
  }

  protected abstract start(): Promise<void>;

  get url(): string {
    const ratio = 1 / 2 / 3, big = 10n ** 3n, tiny = 1e-9;
    return typeof this.#secret === 'undefined' ? `http://localhost:${Service.PORT}/` : `${ratio}${big}${tiny}`;
  }
}
