// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonPatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}            | {'op':'add','path':'/a','value':1}           | {'a':1}
          {'a':[1,3]}   | {'op':'add','path':'/a/1','value':2}         | {'a':[1,2,3]}
          {'a':[1]}     | {'op':'add','path':'/a/-','value':2}         | {'a':[1,2]}
          {'a':{}}      | {'op':'add','path':'/a/x~1y~0z','value':1}   | {'a':{'x/y~z':1}}
          {'a':1}       | {'op':'replace','path':'/a','value':2}       | {'a':2}
          {'a':[1,2]}   | {'op':'replace','path':'/a/0','value':3}     | {'a':[3,2]}
          {'a':1,'b':2} | {'op':'remove','path':'/a'}                  | {'b':2}
          {'a':[1,2]}   | {'op':'remove','path':'/a/0'}                | {'a':[2]}
          {'a':1}       | {'op':'test','path':'/a','value':1}          | {'a':1}
          """)
  void anOperationDoesWhatItSays(String before, String operation, String after) throws Exception {
    assertThat(JsonPatch.apply(json(before), json("[" + operation + "]"))).isEqualTo(json(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {}          | {'op':'add','path':'/a/b','value':1}
          {'a':[]}    | {'op':'add','path':'/a/1','value':1}
          {'a':[1]}   | {'op':'add','path':'/a/01','value':1}
          {}          | {'op':'replace','path':'/a','value':1}
          {}          | {'op':'remove','path':'/a'}
          {'a':1}     | {'op':'test','path':'/a','value':2}
          {'a':1}     | {'op':'move','from':'/a','path':'/b'}
          {'a':1}     | {'op':'replace','path':'','value':1}
          """)
  void anOperationThatDoesNotFitIsRefused(String before, String operation) throws Exception {
    JsonNode document = json(before);
    JsonNode operations = json("[" + operation + "]");

    assertThatThrownBy(() -> JsonPatch.apply(document, operations))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(document).isEqualTo(json(before));
  }

  @Test
  void aMergeTakesAwayWhatIsNull() throws Exception {
    JsonNode merged =
        JsonPatch.merge(json("{'a':{'b':1,'c':2},'d':[1]}"), json("{'a':{'b':null},'d':[2]}"));

    assertThat(merged).isEqualTo(json("{'a':{'c':2},'d':[2]}"));
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }
}
