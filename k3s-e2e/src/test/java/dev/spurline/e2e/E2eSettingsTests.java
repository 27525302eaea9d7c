// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class E2eSettingsTests {

    @TempDir
    private static Path directory;

    private static E2eSettings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return E2eSettings.of(properties);
    }

    private static String kubeconfig() throws IOException {
        Path file = directory.resolve("kubeconfig");
        return (Files.exists(file) ? file : Files.createFile(file)).toString();
    }

    @Test
    void aRunThatIsToldNothingStartsTheNewestK3sWithoutMesh() {
        E2eSettings settings = settings("java.version", "17");

        assertThat(settings.k3sImage()).isEqualTo("rancher/k3s:" + PinnedVersions.newest("kubernetes"));
        assertThat(settings.mesh()).isEqualTo(E2eMesh.NONE);
        assertThat(settings.attached()).isFalse();
        assertThat(settings.kubeconfig()).isEmpty();
        assertThat(settings.image("shop/pricing:sale")).isEqualTo("shop/pricing:sale");
    }

    @Test
    void imagesOfAPrivateRegistryHaveItsName() {
        E2eSettings settings = settings(
                "spurline.e2e.images",
                "registry.example.com/test/shop",
                "spurline.k3s.image",
                "registry.example.com/k3s:1");

        assertThat(settings.image("shop/pricing:1")).isEqualTo("registry.example.com/test/shop/pricing:1");
        assertThat(settings.k3sImage()).isEqualTo("registry.example.com/k3s:1");
    }

    @Test
    void anUnknownPropertyIsRefused() {
        assertThatThrownBy(() -> settings("spurline.e2e.kubconfig", "x"))
                .isInstanceOf(E2eException.class)
                .hasMessage(
                        "There is no property [spurline.e2e.kubconfig]: there are [spurline.e2e.base-image, spurline.e2e.context, spurline.e2e.gateway-api, spurline.e2e.images, spurline.e2e.kubeconfig, spurline.e2e.mesh, spurline.e2e.node, spurline.e2e.routing-image, spurline.istio.cli, spurline.istio.hub, spurline.istio.version, spurline.k3s.image, spurline.linkerd.cli, spurline.linkerd.registry, spurline.linkerd.version]");
    }

    @Test
    void aKubeconfigNeedsAContext() {
        assertThatThrownBy(() -> settings("spurline.e2e.kubeconfig", kubeconfig()))
                .hasMessage(
                        "[spurline.e2e.kubeconfig] needs [spurline.e2e.context], as a context is never used just because it is current");
    }

    @Test
    void aKubeconfigThatIsNotThereIsRefused() {
        String file = directory.resolve("nowhere").toString();

        assertThatThrownBy(() -> settings("spurline.e2e.kubeconfig", file, "spurline.e2e.context", "bed"))
                .hasMessage("There is no file [%s], as [spurline.e2e.kubeconfig] says: give its full path", file);
    }

    @Test
    void aMeshThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> settings("spurline.e2e.mesh", "kuma"))
                .hasMessage("[spurline.e2e.mesh=kuma] is not one of [none, istio, ambient, linkerd]");
    }

    @Test
    void anAttachedNodeNeedsAClusterThatIsThereAndNoMesh() {
        assertThatThrownBy(() -> settings("spurline.e2e.node", "attached"))
                .hasMessage("[spurline.e2e.node=attached] needs [spurline.e2e.kubeconfig]: K3s has nodes of its own");
        assertThatThrownBy(() -> settings(
                        "spurline.e2e.node",
                        "attached",
                        "spurline.e2e.kubeconfig",
                        kubeconfig(),
                        "spurline.e2e.context",
                        "bed",
                        "spurline.e2e.mesh",
                        "istio"))
                .hasMessage(
                        "[spurline.e2e.node=attached] needs [spurline.e2e.mesh=none]: pods of the attached node are not in a mesh of the cluster");
    }

    @Test
    void withoutDockerAndKubeconfigOneSentenceSaysWhatToDo() {
        assertThatThrownBy(() -> E2eCheck.requireCluster(settings(), () -> false))
                .isInstanceOf(E2eException.class)
                .hasMessage(
                        "There is no cluster for k3s-e2e, as no Docker answers here: start Docker, or name a cluster that is there with -Dspurline.e2e.kubeconfig=FILE -Dspurline.e2e.context=NAME");
    }

    @Test
    void aKubeconfigNeedsNoDocker() throws IOException {
        E2eSettings settings = settings("spurline.e2e.kubeconfig", kubeconfig(), "spurline.e2e.context", "bed");

        E2eCheck.requireCluster(settings, () -> {
            throw new AssertionError("nobody should ask for Docker");
        });

        assertThat(settings.context()).isEqualTo("bed");
    }
}
