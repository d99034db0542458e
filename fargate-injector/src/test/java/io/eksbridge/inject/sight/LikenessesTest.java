// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.sight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LikenessesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Likenesses likenesses = new Likenesses();

  @Test
  void podsOfOneOwnerAreKeptOnce() throws Exception {
    Packed first = likenesses.of(pod("cart-1", "fargate-ip-10-0-0-1", "abcde", "cart"));

    assertThat(likenesses.of(pod("cart-2", "fargate-ip-10-0-0-2", "fghij", "cart")))
        .isSameAs(first);
    assertThat(likenesses.of(pod("cart-3", "", "klmno", "other"))).isNotEqualTo(first);
  }

  @Test
  void whatTheRulesLookAtIsKept() throws Exception {
    JsonNode kept = likenesses.of(pod("cart-1", "n", "abcde", "cart")).json();

    assertThat(kept)
        .isEqualTo(
            json(
                """
                {'metadata':{'labels':{'app':'cart'},'annotations':{'a':'b'},'ownerReferences':[{'kind':'Job','apiVersion':'batch/v1'}]},
                'spec':{'schedulerName':'fargate-scheduler','containers':[{'name':'app','image':'app:1',
                'volumeMounts':[{'name':'kube-api-access-','mountPath':'/token'},{'name':'data','mountPath':'/data'}]}],
                'volumes':[{'name':'kube-api-access-','projected':{}},{'name':'data','emptyDir':{}}]}}
                """));
  }

  private static JsonNode pod(String name, String node, String token, String app)
      throws IOException {
    return json(
        """
        {'metadata':{'name':'%s','generateName':'cart-','uid':'%s','resourceVersion':'7','managedFields':[],'labels':{'app':'%s'},'annotations':{'a':'b'},
        'ownerReferences':[{'kind':'Job','apiVersion':'batch/v1'}]},'status':{'phase':'Running'},
        'spec':{'schedulerName':'fargate-scheduler','nodeName':'%s','containers':[{'name':'app','image':'app:1',
        'volumeMounts':[{'name':'kube-api-access-%s','mountPath':'/token'},{'name':'data','mountPath':'/data'}]}],
        'volumes':[{'name':'kube-api-access-%s','projected':{}},{'name':'data','emptyDir':{}}]}}
        """
            .formatted(name, name, app, node, token, token));
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
