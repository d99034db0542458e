// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.eksbridge.inject.access.GrantChange.Why;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class GrantsTest {
  private static final Account CART = new Account("shop", "cart");
  private static final String NAME = "eksbridge-kubelet:shop:cart:0";

  private final RbacCluster cluster = new RbacCluster();

  @Test
  void anAccountReadsTheNodesOfItsOwnPodsAndNoOthers() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.pods.add(Pods.pod("cart", "n2"));
    cluster.pods.add(Pods.pod("bank", "n3"));

    cluster.settle(Mode.SCOPED);

    assertThat(cluster.mayRead(CART)).isEqualTo(Set.of("n1", "n2"));
    assertThat(cluster.mayRead(new Account("shop", "bank"))).isEqualTo(Set.of("n3"));
  }

  @Test
  void aRoleComesBeforeItsBindingAndGoesAfterIt() {
    cluster.pods.add(Pods.pod("cart", "n1"));

    assertThat(cluster.pass(Mode.SCOPED)).hasExactlyElementsOfTypes(GrantChange.WriteRole.class);
    assertThat(cluster.pass(Mode.SCOPED)).hasExactlyElementsOfTypes(GrantChange.WriteBinding.class);
    assertThat(cluster.pass(Mode.SCOPED)).isEmpty();
    cluster.pods.clear();
    assertThat(cluster.pass(Mode.SCOPED))
        .hasExactlyElementsOfTypes(GrantChange.DeleteBinding.class);
    assertThat(cluster.pass(Mode.SCOPED)).hasExactlyElementsOfTypes(GrantChange.DeleteRole.class);
    assertThat(cluster.pass(Mode.SCOPED)).isEmpty();
  }

  @Test
  void aNodeLeavesTheRoleWhenItsPodHasEnded() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.pods.add(Pods.pod("cart", "n2"));
    cluster.settle(Mode.SCOPED);
    cluster.pods.set(1, Pods.ended("cart", "n2"));

    List<GrantChange> changes = cluster.pass(Mode.SCOPED);

    assertThat(changes)
        .isEqualTo(
            List.of(
                new GrantChange.WriteRole(
                    NAME, nodes("n1"), cluster.role(NAME).uid(), Why.PODS_ENDED, List.of("-n2"))));
  }

  @Test
  void aPodWithoutANodeWaits() {
    cluster.pods.add(Pods.pod("cart", ""));

    assertThat(cluster.pass(Mode.SCOPED)).isEmpty();
    assertThat(cluster.demand().waiting()).hasSize(1);
  }

  @Test
  void aNodeThatIsNotFargatesIsNeverGranted() {
    cluster.pods.add(Pods.pod("cart", "ec2"));
    cluster.nodes.remove("ec2");

    assertThat(cluster.pass(Mode.SCOPED)).isEmpty();
  }

  @Test
  void aNodeThatPodsOfTwoAccountsClaimIsGrantedToNeither() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.settle(Mode.SCOPED);
    cluster.pods.add(Pods.pod("thief", "n1"));

    cluster.settle(Mode.SCOPED);

    assertThat(cluster.roles).isEmpty();
    assertThat(cluster.demand().contested()).hasSize(2);
  }

  @Test
  void aPodWithoutASidecarGetsNothingAndStillClaimsItsNode() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.pods.add(Pods.without("thief", "n1"));

    assertThat(cluster.pass(Mode.SCOPED)).isEmpty();
  }

  @Test
  void whatSomeoneElseMadeUnderANameOfOursIsNeverTouchedNorBound() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.roles.put(
        NAME, new Held.Role(NAME, "foreign", false, false, new Reach.Other(), Set.of("kubectl")));

    assertThat(cluster.pass(Mode.SCOPED))
        .isEqualTo(List.of(new GrantChange.Refuse("clusterrole", NAME)));
  }

  @Test
  void whatWasEditedIsRepairedAndItsEditorNamed() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.settle(Mode.SCOPED);
    Held.Role role = cluster.role(NAME);
    cluster.roles.put(
        NAME,
        new Held.Role(NAME, role.uid(), true, true, new Reach.Other(), Set.of("kubectl-edit")));

    assertThat(cluster.pass(Mode.SCOPED))
        .singleElement()
        .satisfies(
            change -> {
              var write = (GrantChange.WriteRole) change;
              assertThat(write.why()).isEqualTo(Why.EDITED);
              assertThat(write.details()).contains("by kubectl-edit");
            });
  }

  @Test
  void aBindingThatGivesAnotherRoleIsMadeAnew() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.settle(Mode.SCOPED);
    cluster.bindings.put(
        NAME,
        new Held.Binding(NAME, "u", true, true, "cluster-admin", accounts(CART), Set.of("edit")));

    assertThat(cluster.pass(Mode.SCOPED))
        .isEqualTo(List.of(new GrantChange.DeleteBinding(NAME, "u", Why.REMADE)));
    cluster.settle(Mode.SCOPED);
    assertThat(cluster.bindings.values()).extracting(Held.Binding::role).containsExactly(NAME);
  }

  @Test
  void nobodyIsBoundToARoleOfOursThatWasMadeToAllowMore() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.roles.put(NAME, new Held.Role(NAME, "u", true, true, new Reach.Other(), Set.of("e")));

    assertThat(cluster.pass(Mode.SCOPED)).hasExactlyElementsOfTypes(GrantChange.WriteRole.class);
  }

  @Test
  void whatWasDeletedIsMadeAgainForThatReason() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.settle(Mode.SCOPED);
    Set<String> both = Set.of("clusterrole/" + NAME, "clusterrolebinding/" + NAME);
    cluster.bindings.clear();

    List<GrantChange> changes = cluster.pass(Mode.SCOPED, both);

    assertThat(((GrantChange.WriteBinding) changes.getFirst()).why()).isEqualTo(Why.DELETED);
  }

  @Test
  void aBindingThatFollowsItsNewRoleWasNotDeletedByAnybody() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.settle(Mode.SCOPED);
    cluster.bindings.clear();

    List<GrantChange> changes = cluster.pass(Mode.SCOPED, Set.of("clusterrole/" + NAME));

    assertThat(((GrantChange.WriteBinding) changes.getFirst()).why()).isEqualTo(Why.PODS_STARTED);
  }

  @Test
  void aRoleHoldsSoManyNodesAndNoMoreAndWhatHasAPlaceKeepsIt() {
    for (int number = 0; number < 25; number++) {
      cluster.pods.add(Pods.pod("cart", "n" + number));
    }
    cluster.settle(Mode.SCOPED);
    assertThat(cluster.roles.values())
        .hasSize(3)
        .allMatch(each -> ((Reach.Nodes) each.reach()).names().size() <= RbacCluster.BOUND);

    cluster.pods.removeFirst();
    cluster.pods.add(Pods.pod("cart", "other"));

    assertThat(cluster.pass(Mode.SCOPED)).hasSizeLessThanOrEqualTo(2);
    cluster.settle(Mode.SCOPED);
    assertThat(cluster.mayRead(CART)).hasSize(25).contains("other").doesNotContain("n0");
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheModeWasBeforeNothingOfItIsLeft(Mode before) {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.pods.add(Pods.pod("bank", "n2"));
    for (Mode mode : Mode.values()) {
      cluster.settle(before);
      cluster.settle(mode);

      Set<String> may = cluster.mayRead(CART);
      assertThat(may)
          .isEqualTo(
              switch (mode) {
                case SCOPED -> Set.of("n1");
                case CLUSTER -> Set.of("*");
                case OFF -> Set.of();
              });
    }
  }

  @Test
  void inModeClusterThereIsOneRoleAndOneBinding() {
    cluster.pods.add(Pods.pod("cart", "n1"));
    cluster.pods.add(Pods.pod("bank", ""));

    cluster.settle(Mode.CLUSTER);

    assertThat(cluster.roles).containsOnlyKeys("eksbridge-kubelet:cluster");
    assertThat(cluster.bindings).containsOnlyKeys("eksbridge-kubelet:cluster:0");
    assertThat(cluster.bindings.values()).allMatch(each -> each.accounts().size() == 2);
  }

  @Test
  void aNameThatIsTooLongIsCutAndStaysItsOwn() {
    Account one = new Account("n".repeat(63), "s".repeat(253));
    Account other = new Account("n".repeat(63), "s".repeat(252) + "t");

    assertThat(GrantName.of(one, 7)).hasSizeLessThan(253).isNotEqualTo(GrantName.of(other, 7));
    assertThat(GrantName.of(one, 7)).isEqualTo(GrantName.of(one, 7)).endsWith(":7");
  }

  /// From whatever there is, all is right in the end, with nothing foreign touched.
  @Test
  void fromEveryStateItConverges() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var some = new RbacCluster();
      for (int round = 0; round < 4; round++) {
        some.shuffle(random);
        some.settle(Mode.SCOPED);
        some.isExact();
      }
    }
  }

  private static Reach nodes(String... names) {
    return new Reach.Nodes(new TreeSet<>(Arrays.asList(names)));
  }

  private static SortedSet<Account> accounts(Account... accounts) {
    return new TreeSet<>(Arrays.asList(accounts));
  }
}
