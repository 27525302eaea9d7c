// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTests {

    @Test
    void acceptWhatIsWellFormed() {
        assertThat(Names.subdomain("a.b-c.9")).isEmpty();
        assertThat(Names.label("a-9")).isEmpty();
        assertThat(Names.qualified("example.com/Name_1.x")).isEmpty();
        assertThat(Names.labelValue("")).isEmpty();
        assertThat(Names.portName("http-2")).isEmpty();
        assertThat(Names.envName("MY.VAR-1")).isEmpty();
        assertThat(Names.configKey("application.yaml")).isEmpty();
    }

    @Test
    void sayWhatIsWrong() {
        assertThat(Names.portName("a--b")).containsExactly("must not contain consecutive hyphens");
        assertThat(Names.portName("123")).containsExactly("must contain at least one letter (a-z)");
        assertThat(Names.labelValue("x".repeat(64))).containsExactly("must be no more than 63 bytes");
        assertThat(Names.envName("A=B"))
                .containsExactly("a valid environment variable name must consist only of printable ASCII characters"
                        + " other than '='");
        assertThat(Names.configKey("..x")).containsExactly("must not start with '..'");
        assertThat(Names.pathSegment("a/b")).containsExactly("may not contain '/'");
    }
}
