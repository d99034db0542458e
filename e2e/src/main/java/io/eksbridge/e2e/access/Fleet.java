// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eksbridge.parts.ApiClient;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Pods of many ServiceAccounts, each on a Fargate node of its own, for nobody to run. The name of
/// a node whose pod has ended is given to the next: addresses come again.
final class Fleet {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NODES = "/api/v1/nodes";
  private static final String AT_ONCE = "?gracePeriodSeconds=0";
  private static final int ACCOUNTS_EACH = 10;
  private static final String URL = "https://datadog-cluster-agent.datadog.svc.cluster.local:5005";

  private final List<ApiClient> apis;
  private final AtomicInteger asked = new AtomicInteger();
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final Queue<String> free = new ArrayDeque<>();
  private int nodes;

  /// Over these connections in turn.
  Fleet(List<ApiClient> apis) {
    this.apis = List.copyOf(apis);
  }

  /// A pod that runs.
  record Pod(String namespace, String account, String name, String node) {}

  /// Makes the namespaces and the ServiceAccounts.
  void accounts(int many) throws IOException, InterruptedException {
    for (int number = 0; number < many; number++) {
      if (number % ACCOUNTS_EACH == 0) {
        make("/api/v1/namespaces", "{'metadata':{'name':'%s'}}".formatted(namespace(number)));
      }
      make(
          "/api/v1/namespaces/" + namespace(number) + "/serviceaccounts",
          "{'metadata':{'name':'a%d'}}".formatted(number));
    }
  }

  /// A pod of the account of this number starts on its node, as the webhook leaves it.
  void start(int account, int number) throws IOException, InterruptedException {
    start(account, number, true);
  }

  /// The same, of a pod that the webhook did not see.
  void startWithoutAgent(int account, int number) throws IOException, InterruptedException {
    start(account, number, false);
  }

  private void start(int account, int number, boolean agent)
      throws IOException, InterruptedException {
    String node = node();
    var pod = new Pod(namespace(account), "a" + account, "p" + number, node);
    make(
        NODES,
        "{'metadata':{'name':'%s','labels':{'eks.amazonaws.com/compute-type':'fargate','app':'%s'}}}"
            .formatted(node, pod.account()));
    make(path(pod.namespace()), agent ? injected(pod) : missed(pod));
    pods.put(pod.name(), pod);
  }

  /// It ends, and its node with it.
  void end(int number) throws IOException, InterruptedException {
    Pod pod = pods.remove("p" + number);
    if (pod != null) {
      api().must("DELETE", path(pod.namespace()) + "/" + pod.name() + AT_ONCE, null);
      api().must("DELETE", NODES + "/" + pod.node(), null);
      free(pod);
    }
  }

  /// All pods of the account of this number end, half of them by themselves, and their nodes go.
  void endAll(int account) throws IOException, InterruptedException {
    List<Pod> own =
        pods.values().stream().filter(each -> each.account().equals("a" + account)).toList();
    String path = path(namespace(account));
    for (Pod pod : own.subList(0, own.size() / 2)) {
      api()
          .must(
              "PATCH",
              path + "/" + pod.name() + "/status",
              "application/merge-patch+json",
              JSON.readTree("{\"status\":{\"phase\":\"Succeeded\"}}"));
    }
    api().must("DELETE", path + AT_ONCE + "&labelSelector=app%3Da" + account, null);
    api().must("DELETE", NODES + "?labelSelector=app%3Da" + account, null);
    for (Pod pod : own) {
      pods.remove(pod.name());
      free(pod);
    }
  }

  /// The ServiceAccount of this number is deleted, while its pods go on.
  void deleteAccount(int account) throws IOException, InterruptedException {
    String path = "/api/v1/namespaces/" + namespace(account) + "/serviceaccounts/a" + account;
    api().must("DELETE", path, null);
  }

  /// The namespace of this account is deleted: it is `Terminating`, and its pods run on.
  void deleteNamespace(int account) throws IOException, InterruptedException {
    api().must("DELETE", "/api/v1/namespaces/" + namespace(account), null);
  }

  /// A namespace that was deleted is gone: what the controllers of a cluster do when it is empty.
  void finish(int account) throws IOException, InterruptedException {
    String path = "/api/v1/namespaces/" + namespace(account);
    api().must("DELETE", path + "/serviceaccounts", null);
    JsonNode namespace = api().must("GET", path, null);
    ((ObjectNode) namespace).putObject("spec");
    api().must("PUT", path + "/finalize", namespace);
  }

  /// Those that run now, by name.
  Map<String, Pod> pods() {
    return new TreeMap<>(pods);
  }

  private ApiClient api() {
    return apis.get(Math.floorMod(asked.getAndIncrement(), apis.size()));
  }

  private void free(Pod pod) {
    synchronized (free) {
      free.add(pod.node());
    }
  }

  private String node() {
    synchronized (free) {
      String again = free.poll();
      return again == null ? "fargate-ip-10-0-%d-%d".formatted(nodes / 250, nodes++ % 250) : again;
    }
  }

  /// Some kilobytes, as pods are.
  private static String injected(Pod pod) {
    return manifest(
        pod,
        "",
        "'eksbridge.io/decision':'injected','eksbridge.io/reason':'fargate_scheduler','eksbridge.io/address':'"
            + URL
            + "',",
        ",{'name':'datadog-agent-injected','image':'gcr.io/datadoghq/agent:7.71.0','env':[{'name':'DD_CLUSTER_AGENT_URL','value':'"
            + URL
            + "'}]}");
  }

  /// One that asks for an Agent and has none.
  private static String missed(Pod pod) {
    return manifest(pod, ",'agent.datadoghq.com/sidecar':'fargate'", "", "");
  }

  private static String manifest(Pod pod, String labels, String annotations, String agent) {
    return """
    {'metadata':{'name':'%s','labels':{'app':'%s','eks.amazonaws.com/fargate-profile':'apps'%s},'annotations':{%s'notes':'%s'}},
    'spec':{'schedulerName':'fargate-scheduler','serviceAccountName':'%s','nodeName':'%s',
    'containers':[{'name':'app','image':'app:1','env':[{'name':'A','value':'%s'}]}%s]}}
    """
        .formatted(
            pod.name(),
            pod.account(),
            labels,
            annotations,
            "n".repeat(2000),
            pod.account(),
            pod.node(),
            "v".repeat(1000),
            agent);
  }

  private static String namespace(int account) {
    return "n" + account / ACCOUNTS_EACH;
  }

  private static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/pods";
  }

  private void make(String path, String object) throws IOException, InterruptedException {
    JsonNode content = JSON.readTree(object.replace('\'', '"'));
    var _ = api().must("POST", path, content);
  }
}
