// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoModulesTests {

    private static final String NAMES = "k8s.io/api@v0.37.0-rc.1 k8s.io/apimachinery@v0.37.0-rc.1"
            + " k8s.io/apiextensions-apiserver@v0.37.0-rc.1 k8s.io/kubernetes@v1.37.0-rc.1";

    @TempDir
    private Path directory;

    @Test
    void readsTheFilesThatHoldTypes() throws IOException {
        Path place = Files.createDirectories(directory.resolve("api@v0.37.0-rc.1/trees/v1"));
        for (String file :
                new String[] {"types.go", "register.go", "types_test.go", "generated.pb.go", "zz_generated.deepcopy.go"
                }) {
            Files.writeString(place.resolve(file), file);
        }

        assertThat(modules().sources("k8s.io/api/trees/v1")).containsExactly("register.go", "types.go");
    }

    @Test
    void namesTheModulesOfAPreRelease() {
        assertThat(String.join(" ", modules().names())).isEqualTo(NAMES);
    }

    @Test
    void saysWhatIsToBeDownloaded() {
        assertThatThrownBy(() -> modules().text("k8s.io/api/trees/v1", "types.go"))
                .hasMessage("[k8s.io/api/trees/v1] cannot be read in [%s]: run [go mod download %s],"
                                .formatted(directory, NAMES)
                        + " and name the folder [k8s.io] of the module cache");
    }

    @Test
    void refusesWhatIsNoVersionOfKubernetes() {
        GoModules modules = new GoModules(directory, "v0.37.0");

        assertThatIllegalArgumentException()
                .isThrownBy(modules::names)
                .withMessage("[v0.37.0] is not a version of Kubernetes such as [1.36.1]");
    }

    private GoModules modules() {
        return new GoModules(directory, "1.37.0-rc.1");
    }
}
