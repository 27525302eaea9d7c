// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameRulesTests {

    @Test
    void acceptWhatIsWellFormed() {
        assertThat(NameRules.subdomain("a.b-c.9")).isEmpty();
        assertThat(NameRules.label("a-9")).isEmpty();
        assertThat(NameRules.qualified("example.com/Name_1.x")).isEmpty();
        assertThat(NameRules.labelValue("")).isEmpty();
        assertThat(NameRules.portName("http-2")).isEmpty();
        assertThat(NameRules.envName("MY.VAR-1")).isEmpty();
        assertThat(NameRules.configKey("application.yaml")).isEmpty();
    }

    @Test
    void sayWhatIsWrong() {
        assertThat(NameRules.portName("a--b")).containsExactly("must not contain consecutive hyphens");
        assertThat(NameRules.portName("123")).containsExactly("must contain at least one letter (a-z)");
        assertThat(NameRules.labelValue("x".repeat(64))).containsExactly("must be no more than 63 bytes");
        assertThat(NameRules.envName("A=B"))
                .containsExactly("a valid environment variable name must consist only of printable ASCII characters"
                        + " other than '='");
        assertThat(NameRules.configKey("..x")).containsExactly("must not start with '..'");
        assertThat(NameRules.pathSegment("a/b")).containsExactly("may not contain '/'");
    }
}
