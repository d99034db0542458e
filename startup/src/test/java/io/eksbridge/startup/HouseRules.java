// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.startup;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

/// The walls of the house, for each service's RoomsTest: what a decision may know, and which way
/// the arrows go.
public final class HouseRules {
  private static final String PURE_TYPES =
      "java\\.nio\\.file\\.Path|java\\.net\\.(Inet(4|6)?Address|URI(SyntaxException)?)|com\\.fasterxml\\.jackson\\.databind\\.JsonNode|byte\\[\\]";

  private HouseRules() {}

  /// A decision room knows values only: no IO, no clock, no client, no framework.
  public static ArchRule pure(String... rooms) {
    DescribedPredicate<JavaClass> values =
        resideInAnyPackage(
                "java.lang",
                "java.lang.runtime",
                "java.lang.invoke",
                "java.math",
                "java.time",
                "java.time.format")
            .or(
                resideInAnyPackage(
                    "java.util", "java.util.function", "java.util.regex", "java.util.stream"))
            .or(resideInAPackage("org.jspecify.annotations"))
            .or(resideInAPackage("com.fasterxml.jackson.databind.node"))
            .or(nameMatching(PURE_TYPES))
            .or(DescribedPredicate.describe("primitives and arrays", HouseRules::isPrimitive));
    return classes()
        .that()
        .resideInAnyPackage(rooms)
        .should()
        .onlyDependOnClassesThat(values.or(resideInAnyPackage(rooms)))
        .because(
            "a decision is a value made by a total function: whoever needs the outside passes it in");
  }

  /// A decision room neither asks the time or the environment nor starts anything.
  public static ArchRule still(String... rooms) {
    DescribedPredicate<JavaCall<?>> restless =
        DescribedPredicate.describe(
            "the clock, the environment, a lookup or a thread",
            call -> {
              String owner = call.getTargetOwner().getName();
              String method = call.getName();
              boolean asksTheTime = owner.startsWith("java.time.") && method.equals("now");
              boolean looksUp =
                  owner.startsWith("java.net.")
                      && method.matches("get(By|AllBy|Local).*|isReachable");
              boolean asksTheSystem =
                  owner.equals("java.lang.System") && !method.equals("lineSeparator");
              boolean touchesTheDisk =
                  owner.equals("java.nio.file.Path")
                      && method.matches("toRealPath|toFile|register");
              boolean starts =
                  owner.matches("java\\.lang\\.(Thread|ProcessBuilder|Process|Runtime)");
              return asksTheTime || looksUp || asksTheSystem || touchesTheDisk || starts;
            });
    return noClasses()
        .that()
        .resideInAnyPackage(rooms)
        .should()
        .callCodeUnitWhere(restless)
        .because("the same question must have the same answer");
  }

  /// An effect knows the decision's values and nothing of the transports.
  public static ArchRule below(String effect, String... transports) {
    return noClasses()
        .that()
        .resideInAPackage(effect)
        .should()
        .dependOnClassesThat(resideInAnyPackage(transports))
        .because("arrows go one way: transport knows decision and effect, effect knows decision");
  }

  /// Types are called by what they are.
  public static ArchRule names() {
    return noClasses()
        .that(not(resideInAnyPackage("csi.v1..", "pluginregistration..")))
        .should()
        .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Common|Base)")
        .because("a name says what a thing is, not that it is a thing");
  }

  private static boolean isPrimitive(JavaClass type) {
    JavaClass element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    boolean ofLang = element.getPackageName().startsWith("java.lang");
    return element.isPrimitive() || (type.isArray() && ofLang);
  }
}
