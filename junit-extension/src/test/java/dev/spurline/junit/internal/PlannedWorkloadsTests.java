// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.spurline.ForkSpec;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Sandbox;
import dev.spurline.junit.SandboxExtension;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.core.LauncherFactory;

/** What classes of a run fork is known before the first of them begins. */
class PlannedWorkloadsTests {

    @Test
    void theLauncherTellsThoseOfClassesAndMethods() {
        LauncherFactory.create()
                .execute(request()
                        .selectors(selectClass(OfAClass.class), selectClass(OfAMethod.class))
                        .filters(includeEngines("junit-jupiter"))
                        .build());

        assertThat(PlannedWorkloads.names()).contains("planned-by-class", "planned-by-method");
    }

    @Test
    void buildersTellThemOnceTheyAreAskedFor() {
        PlannedWorkloads.add(OfABuilder.class);
        PlannedWorkloads.add(CannotBeInitialized.class);

        assertThat(PlannedWorkloads.names()).contains("planned-by-builder");
    }

    @Test
    void aTextThatNamesNoWorkloadIsLeftOut() {
        PlannedWorkloads.add(Wrong.class);

        assertThat(PlannedWorkloads.names()).contains("planned-beside").noneMatch(name -> name.contains("/"));
    }

    @Disabled("the plan alone is asked for")
    @Sandbox(fork = @Fork(value = "deploy/planned-by-class", env = "A=1"))
    static class OfAClass {
        @Test
        void test() {}
    }

    static class OfAMethod {
        @Test
        @Disabled("the plan alone is asked for")
        @Sandbox(fork = @Fork(value = "planned-by-method", env = "A=1"))
        void test() {}
    }

    @Sandbox(fork = {@Fork("a/b/c"), @Fork("planned-beside")})
    static class Wrong {}

    static class OfABuilder {
        @RegisterExtension
        static final SandboxExtension SANDBOX = SandboxExtension.builder()
                .namespace("elsewhere")
                .fork(ForkSpec.of("planned-by-builder").env("A", "1"))
                .build();
    }

    static class CannotBeInitialized {
        @RegisterExtension
        static final SandboxExtension SANDBOX =
                SandboxExtension.builder().fork(ForkSpec.of("a/b/c")).build();
    }
}
