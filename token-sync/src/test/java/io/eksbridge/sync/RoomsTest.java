// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.sync;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.eksbridge.startup.HouseRules;

@AnalyzeClasses(
    packages = "io.eksbridge.sync",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class RoomsTest {
  private static final String DECISION = "io.eksbridge.sync.plan";
  private static final String ROTATION = "io.eksbridge.sync.rotation";
  private static final String EFFECT = "io.eksbridge.sync.kube";
  private static final String TRANSPORT = "io.eksbridge.sync.watch";

  @ArchTest static final ArchRule THE_PLAN_IS_PURE = HouseRules.pure(DECISION, ROTATION);

  @ArchTest static final ArchRule THE_PLAN_ASKS_NO_CLOCK = HouseRules.still(DECISION, ROTATION);

  @ArchTest static final ArchRule ARROWS_GO_ONE_WAY = HouseRules.below(EFFECT, TRANSPORT);

  @ArchTest static final ArchRule NAMES_SAY_WHAT_A_THING_IS = HouseRules.names();

  @ArchTest
  static final ArchRule ONLY_THE_EFFECT_KNOWS_THE_CLIENT =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage(EFFECT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.kubernetes..", "io.micronaut.kubernetes..");
}
