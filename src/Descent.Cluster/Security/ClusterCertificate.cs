using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Orleans.Connections.Security;

namespace Descent.Cluster;

/// <summary>
/// The certificate that both ends of a connection show. Its private key is derived from the secret of the cluster, so that every process with the secret has the same key and no other process
/// can have it; each end accepts this key alone. Who connects without the secret learns the public key, and could only try secrets offline, which the derivation makes slow.
/// </summary>
internal sealed class ClusterCertificate
{
    private const int Iterations = 300_000;

    /// <summary>The order of the group of P-256.</summary>
    private static readonly BigInteger s_order = new(Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"), isUnsigned: true, isBigEndian: true);

    private readonly X509Certificate2 certificate;
    private readonly byte[] key;

    public ClusterCertificate(string secret, string cluster)
    {
        byte[] derived = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"descent cluster {cluster}"), Iterations, HashAlgorithmName.SHA512, 48);
        BigInteger scalar = (new BigInteger(derived, isUnsigned: true, isBigEndian: true) % (s_order - 1)) + 1;
        byte[] bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        using ECDsa own = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - bytes.Length], .. bytes] });
        CertificateRequest request = new("CN=descent-cluster", own, HashAlgorithmName.SHA256);
        // Clocks of machines differ, and the key alone decides.
        certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(20));
        key = certificate.PublicKey.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The certificate of a cluster; null if it has no secret.</summary>
    public static ClusterCertificate? Of(ClusterOptions options) => options.Secret is { } secret ? new ClusterCertificate(secret, options.Name) : null;

    /// <summary>Makes connections encrypted, with this certificate on both ends.</summary>
    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = certificate;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (remote, _, _) => IsOwn(remote);
        options.CheckCertificateRevocation = false;
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = "descent-cluster";
    }

    /// <summary>Whether a certificate has the key of the cluster. The handshake proves that the other end has the private key.</summary>
    public bool IsOwn(X509Certificate2? remote)
    {
        bool isOwn = remote is not null && CryptographicOperations.FixedTimeEquals(remote.PublicKey.ExportSubjectPublicKeyInfo(), key);
        HasMetStranger |= !isOwn;
        return isOwn;
    }

    /// <summary>Whether the other end of a connection had a certificate of another secret. Both ends then only know that the handshake failed; this tells a message why.</summary>
    public bool HasMetStranger { get; private set; }
}
