/* environment.ts - the five templates of an environment, made once, and what the tests ask of them. */
import { Template } from 'aws-cdk-lib/assertions';
import { streamboard } from '../bin/streamboard';

export type Properties = Record<string, any>;

function make(env: string) {
  const { cfg, vpc, security, network, container, monitoring } = streamboard(env);
  return {
    cfg,
    vpc: Template.fromStack(vpc),
    security: Template.fromStack(security),
    network: Template.fromStack(network),
    container: Template.fromStack(container),
    monitoring: Template.fromStack(monitoring),
  };
}

export const prod = make('prod');
export const dev = make('dev');

/* Properties of all resources of a type, in the order of the template. */
export function all(template: Template, type: string): Properties[] {
  return Object.values(template.findResources(type)).map((resource) => resource.Properties ?? {});
}

/* The only resource of a type. */
export function one(template: Template, type: string): Properties {
  const found = all(template, type);
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}, not one`);
  return found[0];
}
