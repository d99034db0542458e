// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FargateSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0,     0,       0.25vCPU 0.5GB",
    "250m,  256Mi,   0.25vCPU 0.5GB",
    "250m,  257Mi,   0.25vCPU 1GB",
    "250m,  1792Mi,  0.25vCPU 2GB",
    "250m,  1793Mi,  0.5vCPU 3GB",
    "251m,  0,       0.5vCPU 1GB",
    "500m,  1Gi,     0.5vCPU 2GB",
    "1,     2Gi,     1vCPU 3GB",
    "1200m, 2304Mi,  2vCPU 4GB",
    "4,     8Gi,     4vCPU 9GB",
    "4,     29Gi,    4vCPU 30GB",
    "4,     30Gi,    8vCPU 32GB",
    "8,     59Gi,    8vCPU 60GB",
    "8,     60Gi,    16vCPU 64GB",
    "16,    119Gi,   16vCPU 120GB",
    "16,    120Gi,   none",
    "16001m, 0,      none",
  })
  void theSmallestSizeThatHoldsThePodAndItsOverheadIsChosen(
      String cpu, String memory, String size) {
    assertThat(Verdict.Growth.text(FargateSize.of(Requests.of(cpu, memory)))).isEqualTo(size);
  }

  @Test
  void sizesAreInTheOrderInWhichTheyAreTried() {
    assertThat(FargateSize.all())
        .isSortedAccordingTo(
            Comparator.comparingInt(FargateSize::millicores)
                .thenComparingInt(FargateSize::mebibytes))
        .hasSize(3 + 4 + 7 + 13 + 23 + 12 + 12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'containers':[{'resources':{'requests':{'cpu':'1'}}},{'resources':{'requests':{'cpu':'250m'}}}]} | 1250",
        "{'containers':[{'resources':{'limits':{'cpu':2}}}]} | 2000",
        "{'containers':[{'resources':{'requests':{'cpu':'0.1'}}}],'initContainers':[{'resources':{'requests':{'cpu':'1'}}}]} | 1000",
        "{'containers':[{'resources':{'requests':{'cpu':'1'}}}],'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}}]} | 2000",
        "{'containers':[{}],'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'1'}}},{'resources':{'requests':{'cpu':'2'}}}]} | 3000",
        "{'containers':[{'resources':{'requests':{'cpu':'nonsense'}}}]} | 0",
        "{'containers':[{'resources':'nonsense'}]} | 0",
      })
  void aPodAsksForWhatRunsAtOnceAtMost(String spec, long cpu) throws JsonProcessingException {
    JsonNode json = new ObjectMapper().readTree(spec.replace('\'', '"'));

    assertThat(Requests.of(json, "").cpu()).isEqualTo(cpu);
  }

  @Test
  void aPodThatFitsNowhereDoesNotGrow() {
    assertThat(new Verdict.Growth(Optional.empty(), Optional.empty()).grows()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "500m, 500",
    "0.5, 500",
    ".5, 500",
    "1e3, 1000000",
    "1E-1, 100",
    "100u, 1",
    "1n, 1",
    "2k, 2000000",
    "1Ki, 1024000",
    "128Mi, 134217728000",
    "1.5Gi, 1610612736000",
    "9999999Mi, 2251799813685247",
    "1T, 1000000000000000",
    "'', -1",
    "m, -1",
    "-1, -1",
    "1.2.3, -1",
    "12x, -1",
    "1ee3, -1",
    "0x10, -1",
  })
  void aQuantityIsReadAsKubernetesReadsIt(String text, long thousandths) {
    assertThat(Quantity.thousandths(text)).isEqualTo(thousandths);
  }
}
