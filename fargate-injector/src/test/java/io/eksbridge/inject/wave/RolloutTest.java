// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.wave;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RolloutTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'spec':{'replicas':2},'status':{'replicas':2,'updatedReplicas':2,'availableReplicas':2}} | true | ''",
        "{'spec':{'replicas':2},'status':{'replicas':3,'updatedReplicas':2,'availableReplicas':2}} | false | ''",
        "{'spec':{'replicas':2},'status':{'replicas':2,'updatedReplicas':1,'availableReplicas':2}} | false | ''",
        "{'spec':{'replicas':2},'status':{'replicas':2,'updatedReplicas':2,'availableReplicas':1}} | false | ''",
        "{'metadata':{'generation':2},'spec':{'replicas':0},'status':{'observedGeneration':1}} | false | ''",
        "{'spec':{'replicas':0,'paused':true}} | true | its rollout is paused",
        "{'spec':{'replicas':0,'updateStrategy':{'type':'OnDelete'}}} | true | its update strategy is OnDelete",
        "{'spec':{'replicas':0,'updateStrategy':{'rollingUpdate':{'partition':1}}}} | true | its update strategy has a partition",
        "{'metadata':{'deletionTimestamp':'x'},'spec':{'replicas':0}} | true | it is being deleted"
      })
  void howARolloutStandsIsReadFromTheOwner(String object, boolean complete, String obstacle)
      throws IOException {
    Rollout rollout = Rollout.of(JSON.readTree(object.replace('\'', '"')));

    assertThat(rollout.complete()).isEqualTo(complete);
    assertThat(rollout.obstacle()).isEqualTo(obstacle.replace("''", ""));
  }
}
