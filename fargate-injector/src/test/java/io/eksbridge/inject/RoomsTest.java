// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.eksbridge.startup.HouseRules;

@AnalyzeClasses(packages = "io.eksbridge.inject", importOptions = DoNotIncludeTests.class)
final class RoomsTest {
  private static final String VERDICT = "io.eksbridge.inject.verdict";
  private static final String CERTIFICATE = "io.eksbridge.inject.certificate";
  private static final String REGISTRATION = "io.eksbridge.inject.registration";
  private static final String PATCH = "io.eksbridge.inject.patch";
  private static final String FLEET = "io.eksbridge.inject.fleet";
  private static final String ACCESS = "io.eksbridge.inject.access";
  private static final String SERVICE = "io.eksbridge.inject.service";
  private static final String GAP = "io.eksbridge.inject.gap";
  private static final String WAVE = "io.eksbridge.inject.wave";

  @ArchTest static final ArchRule theVerdictIsPure = HouseRules.pure(VERDICT);
  @ArchTest static final ArchRule thePatchIsPure = HouseRules.pure(VERDICT, PATCH);
  @ArchTest static final ArchRule theFleetIsPure = HouseRules.pure(VERDICT, FLEET);
  @ArchTest static final ArchRule theAccessIsPure = HouseRules.pure(VERDICT, FLEET, ACCESS);
  @ArchTest static final ArchRule theCertificateIsPure = HouseRules.pure(CERTIFICATE);
  @ArchTest static final ArchRule theRegistrationIsPure = HouseRules.pure(REGISTRATION);
  @ArchTest static final ArchRule theServiceIsPure = HouseRules.pure(SERVICE);
  @ArchTest static final ArchRule theGapIsPure = HouseRules.pure(VERDICT, FLEET, SERVICE, GAP);
  @ArchTest static final ArchRule theWaveIsPure = HouseRules.pure(WAVE);

  @ArchTest
  static final ArchRule decisionsAreStill =
      HouseRules.still(
          VERDICT, PATCH, CERTIFICATE, REGISTRATION, FLEET, ACCESS, SERVICE, GAP, WAVE);

  @ArchTest
  static final ArchRule keysAreMadeWithoutKnowingWhatFor =
      HouseRules.below(
          "io.eksbridge.inject.tls",
          "io.eksbridge.inject.api",
          "io.eksbridge.inject.controller",
          "io.eksbridge.inject.registrar",
          "io.eksbridge.inject.webhook");

  @ArchTest
  static final ArchRule theWebhookKnowsNothingThatWrites =
      HouseRules.below(
          "io.eksbridge.inject.webhook",
          "io.eksbridge.inject.controller",
          "io.eksbridge.inject.address",
          "io.eksbridge.inject.audit",
          "io.eksbridge.inject.granter",
          "io.eksbridge.inject.registrar",
          "io.eksbridge.inject.restart");

  @ArchTest
  static final ArchRule theControllerDoesNotKnowItsDuties =
      HouseRules.below(
          "io.eksbridge.inject.controller",
          "io.eksbridge.inject.registrar",
          "io.eksbridge.inject.address",
          "io.eksbridge.inject.granter",
          "io.eksbridge.inject.sight",
          "io.eksbridge.inject.audit",
          "io.eksbridge.inject.restart");

  @ArchTest
  static final ArchRule whatIsSeenIsSeenForAllDuties =
      HouseRules.below(
          "io.eksbridge.inject.sight",
          "io.eksbridge.inject.registrar",
          "io.eksbridge.inject.address",
          "io.eksbridge.inject.granter",
          "io.eksbridge.inject.audit",
          "io.eksbridge.inject.restart",
          "io.eksbridge.inject.access");

  @ArchTest
  static final ArchRule theClusterDoesNotKnowTheWebhook =
      HouseRules.below(
          "io.eksbridge.inject.cluster",
          "io.eksbridge.inject.webhook",
          "io.eksbridge.inject.coverage");

  @ArchTest
  static final ArchRule theProfilesKnowTheDecisionOnly =
      HouseRules.below(
          "io.eksbridge.inject.profiles",
          "io.eksbridge.inject.webhook",
          "io.eksbridge.inject.cluster",
          "io.eksbridge.inject.coverage");

  @ArchTest
  static final ArchRule theApiServerIsAskedWithoutKnowingWhatFor =
      HouseRules.below(
          "io.eksbridge.inject.api",
          "io.eksbridge.inject.cluster",
          "io.eksbridge.inject.webhook",
          "io.eksbridge.inject.verdict");

  @ArchTest static final ArchRule namesSayWhatThingsAre = HouseRules.names();
}
