// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eksbridge.inject.PolicyOf;
import io.eksbridge.inject.verdict.AgentSettings.Logs;
import io.eksbridge.inject.verdict.Choices.Hardening;
import io.eksbridge.inject.verdict.Profile;
import io.eksbridge.startup.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfilesFileTest {
  @TempDir Path files;

  @Test
  void whatAProfileDoesNotSayIsAsTheFlagsSay() throws IOException {
    Profile flags = PolicyOf.flags("--image=registry.example.com/agent:1").profiles().getLast();

    Profile profile = read("[{name: a}]", flags).getFirst();

    assertThat(profile.agent()).isEqualTo(flags.agent());
    assertThat(profile.choices()).isEqualTo(flags.choices());
    assertThat(profile.match()).isEqualTo(Profile.Match.ALL);
  }

  @Test
  void theListMayStandInAnObjectAndYamlsOffMeansOff() throws IOException {
    Profile flags = PolicyOf.flags("--logs=all", "--hardening=always").profiles().getLast();

    Profile profile =
        read("{profiles: [{name: a, logs: off, hardening: \"off\"}]}", flags).getFirst();

    assertThat(profile.agent().logs()).isEqualTo(Logs.OFF);
    assertThat(profile.choices().hardening()).isEqualTo(Hardening.OFF);
  }

  @Test
  void theProfilesOfTheGuideCanBeUsed() throws IOException {
    String guide = Files.readString(Path.of("../docs/profiles.md"));
    String block = guide.substring(guide.indexOf("```yaml") + 7, guide.indexOf("```\n\n| field"));

    assertThat(read(block, PolicyOf.flags().profiles().getLast()))
        .extracting(Profile::name)
        .containsExactly("batch", "payments", "sandbox");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [                                     | is neither YAML nor JSON",
        "a: b                                     | must hold a list",
        "'[{}]'                                   | profiles[0].name is missing",
        "'[a]'                                    | profiles[0] must be an object",
        "'[{name: A}]'                            | profiles[0].name must be a name",
        "'[{name: a}, {name: a}]'                 | profiles[1].name: a is taken",
        "'[{name: default}]'                      | profiles[0].name: default is taken",
        "'[{name: a, imgae: b}]'                  | profiles[0].imgae is not known",
        "'[{name: a, image: [b]}]'                | profiles[0].image must be a text",
        "'[{name: a, image: \"a b\"}]'            | profiles[0].image must be an image reference",
        "'[{name: a, inject: maybe}]'             | profiles[0].inject must be true or false",
        "'[{name: a, resources: {cpu: much}}]'    | profiles[0].resources.cpu must be a quantity",
        "'[{name: a, resources: {gpu: 1}}]'       | profiles[0].resources.gpu is not known",
        "'[{name: a, secret: {name: B}}]'         | profiles[0].secret.name must be a name",
        "'[{name: a, secret: b}]'                 | profiles[0].secret must be an object",
        "'[{name: a, pullSecrets: b}]'            | profiles[0].pullSecrets must be a list",
        "'[{name: a, pullSecrets: [1]}]'          | profiles[0].pullSecrets must be a list of texts",
        "'[{name: a, tags: [b]}]'                 | profiles[0].tags must be an object",
        "'[{name: a, tags: {b: \"c d\"}}]'        | profiles[0].tags.b must be key:value",
        "'[{name: a, logs: some}]'                | profiles[0].logs must be one of off, kubelet, all",
        "'[{name: a, form: [x]}]'                 | profiles[0].form must be a text",
        "'[{name: a, address: dns}]'              | profiles[0].address must be one of auto",
        "'[{name: a, securityContext: {root: 1}}]' | profiles[0].securityContext.root is not known",
        "'[{name: a, podSettings: {allowed: [image]}}]' | profiles[0].podSettings.allowed must be one",
        "'[{name: a, podSettings: {cpuRange: 1}}]' | profiles[0].podSettings.cpuRange: ",
        "'[{name: a, match: {namespaces: [A]}}]'  | profiles[0].match.namespaces: ",
        "'[{name: a, match: {podSelector: \"a==b==c\"}}]' | profiles[0].match.podSelector: ",
        "'[{name: a, match: {podSelector: {labels: {}}}}]' | profiles[0].match.podSelector.labels is not",
        "'[{name: a, match: {podSelector: {matchLabels: {a: 1}}}}]' | matchLabels.a must be a text",
        "'[{name: a, match: {podSelector: {matchExpressions: [{key: a, operator: Is}]}}}]' | matchExpressions[0].operator must be In",
        "'[{name: a, match: {podSelector: {matchExpressions: [{key: a, operator: In}]}}}]' | matchExpressions[0].values must be given",
        "'[{name: a, env: [{value: b}]}]'         | profiles[0].env[0].name must be a variable",
        "'[{name: a, env: [{name: B}]}]'          | profiles[0].env[0] must have value or valueFrom",
        "'[{name: a, env: [{name: B, value: 1}]}]' | profiles[0].env[0].value must be a text, in quotes",
        "'[{name: a, env: [{name: B, valueFrom: {x: {}}}]}]' | profiles[0].env[0].valueFrom must have one",
        "'[{name: a, env: [{name: B, value: c}, {name: B, value: d}]}]' | profiles[0].env[1].name: B is there twice",
        "'[{name: a, env: [{name: DD_API_KEY, value: key}]}]' | DD_API_KEY must come from a Secret",
        "'[{name: a, env: [{name: DD_EKS_FARGATE, value: no}]}]' | DD_EKS_FARGATE is the injector",
      })
  void whatCannotBeUsedIsRefusedByTheNameOfItsField(String file, String why) {
    Profile flags = PolicyOf.flags().profiles().getLast();

    assertThatThrownBy(() -> read(file, flags))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("--profiles")
        .hasMessageContaining(why)
        .hasMessageNotContaining("\n");
  }

  private List<Profile> read(String text, Profile flags) throws IOException {
    return ProfilesFile.read(Files.writeString(files.resolve("profiles.yaml"), text), flags);
  }
}
