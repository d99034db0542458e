// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.charts;

import java.io.IOException;

/// The namespace `shop`, whose pods are on Fargate and have owners that nobody controls here.
record Shop(Kubectl kubectl) {
  private static final String NAME = "shop";

  /// A pod with these annotations, a container and what `owned` says.
  void pod(String name, String annotations, String container, String owned) throws Exception {
    kubectl.apply(
        """
        {apiVersion: v1, kind: Pod,
         metadata: {name: %s, namespace: shop, annotations: {%s}%s},
         spec: {schedulerName: fargate-scheduler, containers: [{%s, image: example}]}}
        """
            .formatted(name, annotations, owned, container));
  }

  /// Annotations of a pod that was given this address.
  static String injected(String address) {
    return "eksbridge.io/decision: injected, eksbridge.io/address: '" + address + "'";
  }

  /// What makes a pod one of that owner's.
  String owned(String kind, String name) throws Exception {
    String uid = kubectl.run("get", kind, name, "-n", NAME, "-o", "jsonpath={.metadata.uid}");
    return ", ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: %s, controller: true}]"
        .formatted(kind, name, uid);
  }

  /// A Deployment and its ReplicaSet, with a rollout that has ended.
  void deployment(String name) throws Exception {
    make("Deployment", name, "", "");
    make("ReplicaSet", name + "-1", owned("Deployment", name), "");
    complete("deployment", name);
  }

  /// A StatefulSet with a rollout that has ended.
  void statefulSet(String name) throws Exception {
    make("StatefulSet", name, "", "serviceName: none, ");
    complete("statefulset", name);
  }

  private void make(String kind, String name, String owned, String more) throws Exception {
    kubectl.apply(
        """
        {apiVersion: apps/v1, kind: %s, metadata: {name: %s, namespace: shop%s}, spec: {%sreplicas: 1,
         selector: {matchLabels: {app: %s}}, template: {metadata: {labels: {app: %s}}, spec: {containers: [{name: a, image: b}]}}}}
        """
            .formatted(kind, name, owned, more, name, name));
  }

  /// Its rollout ends.
  void complete(String kind, String name) throws IOException, InterruptedException {
    String generation =
        kubectl.run("get", kind, name, "-n", NAME, "-o", "jsonpath={.metadata.generation}");
    kubectl.run(
        "patch",
        kind,
        name,
        "-n",
        NAME,
        "--subresource=status",
        "--type=merge",
        "-p",
        "{\"status\":{\"observedGeneration\":%s,\"replicas\":1,\"updatedReplicas\":1,\"availableReplicas\":1,\"readyReplicas\":1}}"
            .formatted(generation));
  }

  /// Why it was restarted by the controller; empty where it was not.
  String restarted(String kind, String name) throws IOException, InterruptedException {
    return kubectl.run(
        "get",
        kind,
        name,
        "-n",
        NAME,
        "-o",
        "jsonpath={.spec.template.metadata.annotations.eksbridge\\.io/restarted-for}");
  }
}
