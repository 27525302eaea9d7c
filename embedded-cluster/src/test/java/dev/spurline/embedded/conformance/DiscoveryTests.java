// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Discovery, version, health and OpenAPI documents.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api">what Kubernetes says</a>
 */
@Tag("api")
class DiscoveryTests extends ConformanceTestCase {

    @Test
    void groupsAndResources() {
        get("/api").status(200).at("/kind", "APIVersions").at("/versions/0", "v1");
        get("/api/v1").status(200).at("/kind", "APIResourceList").at("/groupVersion", "v1");
        Reply apps = get("/apis/apps/v1").status(200).at("/groupVersion", "apps/v1");
        tally.that(apps.body().toString().contains("\"deployments/scale\""), "subresources are listed");
        get("/apis").status(200).at("/kind", "APIGroupList");
        get("/apis/apps").status(200).at("/kind", "APIGroup").at("/preferredVersion/groupVersion", "apps/v1");
        get("/apis", "Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
                .status(200)
                .at("/kind", "APIGroupDiscoveryList");
        get("/apis/nonsense.example.com/v1").status(404);
    }

    @Test
    void versionAndHealth() {
        get("/version").status(200).at("/major", "1").present("/gitVersion");
        get("/readyz").status(200);
        get("/livez").status(200);
        get("/healthz").status(200);
    }

    @Test
    void openApi() {
        Reply paths = get("/openapi/v3").status(200).present("/paths/api~1v1/serverRelativeURL");
        Reply core =
                get(paths.text("/paths/api~1v1/serverRelativeURL")).status(200).matches("/openapi", "3\\.0.*");
        core.present("/components/schemas/io.k8s.api.core.v1.ConfigMap/properties/data");
    }
}
