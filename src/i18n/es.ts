import type { Texts } from './translate'

export const es = {
  app: {
    name: 'Calcimap',
  },
  problem: {
    notDicom:
      '{name} no es un archivo DICOM: se esperaba {expected} en el byte 128 y se encontró {found}. No se ha abierto.',
    emptyFile: '{name} está vacío (0 bytes). Vuelva a copiarlo desde su origen.',
    unreadableFile:
      '{name} no se pudo leer del disco ({found}). Puede que se haya movido o modificado: elíjalo de nuevo.',
    brokenHeader:
      'La cabecera de {name} está dañada: se esperaba {expected} y se encontró {found}. Vuelva a copiar el archivo desde su origen.',
    nestedTooDeep:
      '{name} no se ha abierto: sus secuencias están anidadas más de lo que necesita un estudio real.',
    tooManyElements:
      '{name} no se ha abierto: su cabecera tiene más elementos de los que necesita un estudio real.',
    headerTooLong: '{name} no se ha abierto: su cabecera supera {expected}.',
    readerStopped:
      '{name} no se ha abierto: la lectura de su cabecera tardó más de lo previsto ({expected}).',
    brokenDeflate:
      '{name} está comprimido y sus datos están dañados a partir de {found}. Vuelva a copiar el archivo desde su origen.',
    inflatesTooFar:
      '{name} no se ha abierto: descomprimido no cabría en el navegador (se esperaba {expected} y se encontró {found}).',
    missingAttribute: '{name} no se puede mostrar: falta el atributo {expected}.',
    invalidAttribute: '{name} no se puede mostrar: se esperaba {expected} y se encontró {found}.',
    ignoredValue:
      '{name} se ha abierto sin uno de sus valores: se esperaba {expected} y se encontró {found}.',
    assumedValue: '{name} no indica {expected}; se ha supuesto {found}. Compruebe que la imagen se ve bien.',
    derivedUid:
      'A {name} le falta {expected}. Se ha abierto con identificadores obtenidos de su contenido; las marcas quedan unidas a este archivo exacto.',
    unsupportedTransferSyntax:
      '{name} no se puede mostrar: su sintaxis de transferencia {found} no está admitida. Expórtelo de nuevo sin comprimir.',
    objectNotShown: '{name} no es una imagen ({found}): este tipo de objeto aún no se muestra.',
    dicomdirNotUsed:
      '{name} es un índice de archivos. Los archivos que lo acompañan se han leído directamente.',
    noPixelData: '{name} no contiene ninguna imagen: se esperaba {expected} y se encontró {found}.',
    truncatedPixelData:
      '{name} está incompleto: se esperaba {expected} de píxeles y se encontró {found}. Vuelva a copiar el archivo desde su origen.',
    truncatedFrames:
      '{name} está incompleto: se esperaban {expected} fotogramas; {found} están completos y se muestran.',
    brokenPixelData:
      'Los píxeles de {name} no concuerdan con su cabecera: se esperaba {expected} y se encontró {found}. Exporte de nuevo la imagen.',
    duplicateDiffers:
      '{name} tiene el mismo SOP Instance UID que {found}, pero otro contenido. Solo está abierto {found}.',
    otherPatient:
      '{name} tiene el mismo Study Instance UID que un estudio de otro paciente. Se muestra como un estudio aparte: compruebe de quién es.',
    zipBroken:
      '{name} no se pudo descomprimir: el archivo comprimido está dañado ({found}). Vuelva a copiarlo desde su origen.',
    zipEncrypted: '{name} está cifrado. Descomprímalo con su contraseña y abra la carpeta.',
    zipInZip: '{name} es un archivo comprimido dentro de {found}. Descomprímalo y ábralo por separado.',
    zipTooLarge:
      '{name} no se ha abierto: descomprimido no cabría en el navegador (se esperaba {expected} y se encontró {found}).',
    noImages:
      'No hay ninguna imagen que mostrar en {name} ({found} archivos). Elija una carpeta o un archivo comprimido con imágenes DICOM.',
  },
} satisfies Texts
