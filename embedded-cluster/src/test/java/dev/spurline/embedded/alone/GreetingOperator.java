// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.alone;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;

/** An operator such as others write: runs a Deployment for each ConfigMap with the label {@code greeting}. */
final class GreetingOperator implements AutoCloseable {

    private final KubernetesClient client;
    private final SharedIndexInformer<ConfigMap> greetings;

    GreetingOperator(KubernetesClient client) {
        this.client = client;
        this.greetings = client.configMaps().withLabel("greeting").inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ConfigMap greeting) {
                reconcile(greeting);
            }

            @Override
            public void onUpdate(ConfigMap before, ConfigMap greeting) {
                reconcile(greeting);
            }

            @Override
            public void onDelete(ConfigMap greeting, boolean unknown) {
                // The garbage collector removes what the ConfigMap owns.
            }
        });
    }

    private void reconcile(ConfigMap greeting) {
        client.resource(deployment(greeting)).forceConflicts().serverSideApply();
    }

    private static Deployment deployment(ConfigMap greeting) {
        Map<String, String> labels = Map.of("app", greeting.getMetadata().getName());
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(greeting.getMetadata().getName())
                .withNamespace(greeting.getMetadata().getNamespace())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(greeting.getApiVersion())
                        .withKind(greeting.getKind())
                        .withName(greeting.getMetadata().getName())
                        .withUid(greeting.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withNewSpec()
                .withReplicas(Integer.valueOf(greeting.getData().get("replicas")))
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("example/greeting:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        greetings.close();
    }
}
