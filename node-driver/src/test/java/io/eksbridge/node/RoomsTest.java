// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.node;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.eksbridge.startup.HouseRules;
import io.grpc.Status;

@AnalyzeClasses(packages = "io.eksbridge.node", importOptions = DoNotIncludeTests.class)
final class RoomsTest {
  @ArchTest
  static final ArchRule DECISIONS_ARE_PURE =
      HouseRules.pure(
          "io.eksbridge.node.library", "io.eksbridge.node.taint", "io.eksbridge.node.volume");

  @ArchTest
  static final ArchRule DECISIONS_ARE_STILL =
      HouseRules.still(
          "io.eksbridge.node.library", "io.eksbridge.node.taint", "io.eksbridge.node.volume");

  @ArchTest
  static final ArchRule EFFECTS_KNOW_NO_TRANSPORT =
      HouseRules.below(
          "io.eksbridge.node.mount",
          "io.eksbridge.node.csi",
          "io.eksbridge.node.heal",
          "io.eksbridge.node.health",
          "io.eksbridge.node.kubelet",
          "csi.v1",
          "io.grpc..");

  @ArchTest
  static final ArchRule REQUESTS_KNOW_NO_TRANSPORT =
      HouseRules.below(
          "io.eksbridge.node.api",
          "io.eksbridge.node.csi",
          "io.eksbridge.node.heal",
          "io.eksbridge.node.kubelet",
          "io.eksbridge.node.mount",
          "csi.v1",
          "io.grpc..",
          "io.micronaut..");

  @ArchTest
  static final ArchRule THE_STORE_KNOWS_NO_REGISTRY =
      HouseRules.below(
          "io.eksbridge.node.store",
          "io.eksbridge.node.csi",
          "io.eksbridge.node.pull",
          "io.eksbridge.node.registry",
          "csi.v1",
          "io.grpc..",
          "io.micronaut..");

  @ArchTest
  static final ArchRule THE_REGISTRY_KNOWS_NO_VOLUMES =
      HouseRules.below(
          "io.eksbridge.node.registry",
          "io.eksbridge.node.csi",
          "io.eksbridge.node.mount",
          "io.eksbridge.node.pull",
          "io.eksbridge.node.volume",
          "csi.v1",
          "io.grpc..",
          "io.micronaut..");

  @ArchTest
  static final ArchRule DOWNLOADS_KNOW_NO_TRANSPORT =
      HouseRules.below(
          "io.eksbridge.node.pull",
          "io.eksbridge.node.csi",
          "io.eksbridge.node.heal",
          "io.eksbridge.node.kubelet",
          "csi.v1",
          "io.grpc..");

  @ArchTest static final ArchRule NAMES_SAY_WHAT_A_THING_IS = HouseRules.names();

  @ArchTest
  static final ArchRule ONE_FILE_MAKES_STATUSES =
      ArchRuleDefinition.noClasses()
          .that()
          .doNotHaveSimpleName("RpcStatus")
          .should()
          .callMethod(Status.class, "withDescription", String.class)
          .because("a problem becomes a status in one place");
}
