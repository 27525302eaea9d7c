// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue against an independent list of fields: the client's model classes, generated from Kubernetes. */
class TypeCatalogueTests {

    @ParameterizedTest
    @ValueSource(
            classes = {
                Container.class,
                DeploymentSpec.class,
                EndpointSlice.class,
                JobSpec.class,
                Node.class,
                NodeStatus.class,
                ObjectMeta.class,
                PodSpec.class,
                Probe.class,
                ServiceSpec.class,
                StatefulSetSpec.class,
                Volume.class,
            })
    void knowsEveryFieldOfTheModel(Class<?> model) {
        Set<String> fields = Arrays.stream(model.getDeclaredFields())
                .filter(field -> field.isAnnotationPresent(JsonProperty.class))
                .map(field -> field.getAnnotation(JsonProperty.class).value())
                .collect(Collectors.toSet());

        Set<String> known = TypeCatalogue.builtIn().type(model.getSimpleName()).fields().stream()
                .map(StructField::name)
                .collect(Collectors.toSet());

        assertThat(fields).isNotEmpty().isSubsetOf(known);
    }
}
