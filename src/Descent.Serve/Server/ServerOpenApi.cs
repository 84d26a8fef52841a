using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Descent.Serve;

/// <summary>Names the model in the description of the server, and says how to send the key.</summary>
internal sealed class ServerOpenApi(ModelHost host, bool hasKey) : IOpenApiDocumentTransformer
{
    private const string Scheme = "key";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = host.Title, Version = host.Served.Version.ToString(CultureInfo.InvariantCulture), Description = "Predictions of a model, served by Descent." };
        if (hasKey)
        {
            document.AddComponent(Scheme, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeyCheck.Header });
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        }

        return Task.CompletedTask;
    }
}
