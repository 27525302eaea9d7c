/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.schema;

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
