// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RunIdentity.Ancestor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunIdentityTests {

    private static final Optional<String> TOOL = Optional.of("7-1000");

    @Test
    void theJvmsOfABuildOfMavenAreOneRun() {
        assertThat(RunIdentity.of("/shop/target/surefire/surefirebooter-2.jar /shop/target 2 tmp", "9-2000", TOOL))
                .isEqualTo(new RunIdentity("7-1000", "9-2000"));
        assertThat(RunIdentity.of("org.apache.maven.surefire.booter.ForkedBooter a b", "9-2000", TOOL))
                .isEqualTo(new RunIdentity("7-1000", "9-2000"));
    }

    @Test
    void theWorkersOfGradleBelongToItsDaemon() {
        assertThat(RunIdentity.of(
                        "worker.org.gradle.process.internal.worker.GradleWorkerMain 'Gradle Test Executor 3'",
                        "9-2000",
                        TOOL))
                .isEqualTo(new RunIdentity("daemon-7-1000", "9-2000"));
    }

    @Test
    void anyOtherJvmIsARunOfItsOwn() {
        assertThat(RunIdentity.of("com.intellij.rt.junit.JUnitStarter -junit5", "9-2000", TOOL))
                .isEqualTo(new RunIdentity("9-2000", "9-2000"));
    }

    @Test
    void theToolIsTheNearestJvm() {
        assertThat(RunIdentity.tool(List.of(
                        new Ancestor("8-1500", Optional.of("/bin/sh")),
                        new Ancestor("6-900", Optional.empty()),
                        new Ancestor("7-1000", Optional.of("/usr/bin/java")),
                        new Ancestor("3-100", Optional.of("C:\\jdk\\bin\\java.exe")))))
                .contains("7-1000");
    }

    @Test
    void aProcessWhoseCommandCannotBeReadMayBeTheTool() {
        assertThat(RunIdentity.tool(List.of(
                        new Ancestor("8-1500", Optional.of("/bin/sh")), new Ancestor("7-1000", Optional.empty()))))
                .contains("7-1000");
        assertThat(RunIdentity.tool(List.of(new Ancestor("8-1500", Optional.of("/bin/sh")))))
                .contains("8-1500");
        assertThat(RunIdentity.tool(List.of())).isEmpty();
    }

    @Test
    void thisJvmHasOne() {
        assertThat(RunIdentity.current().jvm())
                .startsWith(ProcessHandle.current().pid() + "-");
    }
}
