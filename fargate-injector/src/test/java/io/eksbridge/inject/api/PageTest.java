// SPDX-License-Identifier: Apache-2.0
package io.eksbridge.inject.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {
  @Test
  void objectsAreToldOneByOneInTheirOrder() throws IOException {
    var told = new ArrayList<String>();

    Page page =
        Page.read(
            stream(
                "{'kind':'PodList','metadata':{'resourceVersion':'7','continue':'more'},'x':[{}],'items':[{'a':1},{'a':2}]}"),
            each -> told.add(each.toString()));

    assertThat(told).isEqualTo(List.of("{\"a\":1}", "{\"a\":2}"));
    assertThat(page).isEqualTo(new Page("7", "more"));
  }

  @Test
  void anEmptyListMayHaveNoItems() throws IOException {
    assertThat(Page.read(stream("{'items':null}"), _ -> {})).isEqualTo(new Page("0", ""));
  }

  @Test
  void whatIsNoListIsRefused() {
    assertThatThrownBy(() -> Page.read(stream("[]"), _ -> {})).isInstanceOf(IOException.class);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.replace('\'', '"').getBytes(UTF_8));
  }
}
