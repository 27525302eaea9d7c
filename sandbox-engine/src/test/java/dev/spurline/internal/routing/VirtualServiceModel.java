// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What the styles that write VirtualServices have in common: Istio follows them as they are, and writes no status. */
abstract class VirtualServiceModel implements StyleModel {

    @Override
    public Set<CustomKind> kinds() {
        return Set.of(CustomKind.VIRTUAL_SERVICE);
    }

    @Override
    public boolean isFor(ServiceMesh mesh) {
        return mesh.istio();
    }

    @Override
    public GenericKubernetesResource plain(CustomKind kind, String namespace, String service, String mark) {
        return JsonTrees.value(
                JsonTrees.parse(
                        """
                {"apiVersion": "%s/%s", "kind": "%s", "metadata": {"name": "%s", "namespace": "%s"},
                 "spec": {"hosts": ["%4$s"], "http": [{"route": [{"destination": {"host": "%4$s"}}],
                  "headers": {"response": {"set": {"x-rule": "%s"}}}}]}}
                """.formatted(kind.group(), kind.versions().get(0), kind.kind(), service, namespace, mark)),
                GenericKubernetesResource.class);
    }

    @Override
    public List<GenericKubernetesResource> judged(List<GenericKubernetesResource> routes, ServiceMesh mesh) {
        return routes;
    }

    @Override
    public List<GenericKubernetesResource> inForce(List<GenericKubernetesResource> routes, ServiceMesh mesh) {
        return routes;
    }

    @Override
    public RouteDecider decider(ServiceMesh mesh, Collection<GenericKubernetesResource> routes) {
        return new VirtualServiceMesh(routes);
    }
}
